"""名簿: the register of firms, taking lists in, a firm's card, adding and editing by hand, choosing targets."""

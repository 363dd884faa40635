"""What is kept: the ledger (台帳) in SQLite or PostgreSQL through SQLAlchemy Core; rows never leave this layer."""

"""抽出: the rules that choose whom to visit, tried before they are used, and the firms they chose."""

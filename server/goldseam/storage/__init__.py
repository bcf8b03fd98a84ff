"""Stores of accounts and vaults behind one contract; the only place with SQL."""

"""The migrations of the desk's database, in order; Alembic runs them."""

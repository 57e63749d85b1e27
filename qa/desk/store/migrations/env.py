"""How Alembic runs the migrations: in the transaction that `qa.desk.store.migrate` has begun."""

from __future__ import annotations

from alembic import context

from qa.desk.store.migrate import TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()

"""Alembic's entry point: run the scripts on the connection that `store.migrate` hands over."""

from alembic import context

from shoukei_app.store import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    render_as_batch=True,  # SQLite cannot alter most things in place
    transactional_ddl=True,
)
context.run_migrations()

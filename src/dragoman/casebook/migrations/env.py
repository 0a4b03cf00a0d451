"""What Alembic runs: the revisions, on the connection that `migrate.upgrade` hands over and inside its transaction."""

from alembic import context

from dragoman.casebook.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()

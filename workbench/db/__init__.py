"""The database: models, engine and scopes, read queries, search, migrations."""

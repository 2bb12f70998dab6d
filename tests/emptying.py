"""Empties the tables after a test whose transactions are real.

Django's flush cuts all tables off and makes all permissions anew: thirty times the work.
"""

from django.db import connection

KEPT = "'django_migrations', 'django_content_type', 'auth_permission', 'crossdock_brandalias'"
"""Their rows come with the migrations."""

REMEMBER = """
CREATE SCHEMA IF NOT EXISTS remembered;
DROP TABLE IF EXISTS remembered.brandalias;
CREATE TABLE remembered.brandalias AS TABLE crossdock_brandalias
"""

EMPTY = f"""
DO $$
DECLARE each record;
BEGIN
    -- Neither triggers nor foreign keys have a say: nothing stays that they could be about.
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR each IN
        SELECT relname, pg_relation_size(oid) > 1000000 AS is_large FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND relname NOT IN ({KEPT}) AND pg_relation_size(oid) > 0
    LOOP
        IF each.is_large THEN  -- and would stay so
            EXECUTE format('TRUNCATE %I CASCADE', each.relname);
        ELSE
            EXECUTE format('DELETE FROM %I', each.relname);
        END IF;
    END LOOP;
    IF EXISTS (
        (TABLE crossdock_brandalias EXCEPT TABLE remembered.brandalias)
        UNION ALL (TABLE remembered.brandalias EXCEPT TABLE crossdock_brandalias)
    ) THEN
        DELETE FROM crossdock_brandalias;
        INSERT INTO crossdock_brandalias TABLE remembered.brandalias;
    END IF;
END $$
"""


def remember_aliases() -> None:
    """To be called when the database is as the migrations have made it."""
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER)


def empty_tables() -> None:
    """Remove all rows but those of the migrations, which come back where a test removed them."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)

"""PostgreSQL that stands in the district of the moment.

A connection is shared by requests of several districts, and neither Django nor a pool takes back what the last
one set: so each use looks whether the connection stands where it should.
"""

from django.db.backends.postgresql import base

from huiyin.core import districts


class DatabaseWrapper(base.DatabaseWrapper):
    standing: str | None = None

    def connect(self) -> None:
        self.standing = districts.current()  # nothing is asked while the connection is being made
        super().connect()
        self._stand_in(districts.current())

    def ensure_connection(self) -> None:
        super().ensure_connection()
        if self.standing != districts.current():
            self._stand_in(districts.current())

    def _stand_in(self, schema: str) -> None:
        if self.in_atomic_block:
            raise RuntimeError("a district is entered before a transaction, not within one")
        path = f'"{schema}", public' if schema else "public"
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', %s, false)", [path])
        self.standing = schema

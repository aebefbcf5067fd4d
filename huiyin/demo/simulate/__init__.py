"""A network of any size, the same for the same seed. All people are invented.

Streets are the nation's own (`places`), everything that happens in them is drawn: who lives there, what was asked,
what was done. Rows go in past the ORM, by COPY on PostgreSQL; what a row derives from another is asked of the room
that owns it.
"""

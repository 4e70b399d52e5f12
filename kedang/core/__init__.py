"""The engine. It knows no customer and no project; bottom to top: base db outbox jobs audit identity schema query access records."""

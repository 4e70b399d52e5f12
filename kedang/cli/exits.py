"""How a command ends."""

DONE = 0
FAILED = 1
WRONG_USE = 2
ATTENTION = 3  #: done, but somebody should look, for example because rows were refused

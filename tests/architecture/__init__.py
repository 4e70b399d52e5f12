"""Rules about the code itself. Every rule is a function from sources to complaints, and is tried on a good and on a bad example besides the tree."""

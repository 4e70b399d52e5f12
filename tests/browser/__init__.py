"""Journeys of people through the interface, in a browser, against a running server."""

"""Read queries, one file per screen. They return frozen values and never lock or write."""

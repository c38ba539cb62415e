"""What the desk talks about: frozen values and tables. No I/O, no clock, no database."""

"""Workers: the broker, actors of one statement, and the clock."""

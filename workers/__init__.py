"""The processes that do what waits in the outbox. Actors are doors of one statement; the work is ``casework``'s."""

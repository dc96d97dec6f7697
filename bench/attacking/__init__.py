"""The processes that attack one entrance each."""

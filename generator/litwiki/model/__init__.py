"""Every type that crosses a stage, and the collection as a whole; nothing here reads or writes a file."""

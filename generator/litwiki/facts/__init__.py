"""What pages and exports say of the collection, gathered once and small."""

"""`./ocellus demo`: real pictures, labelled, found by similarity and exported, all through the official client."""

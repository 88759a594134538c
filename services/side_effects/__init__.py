"""Is it safe? What sessions of a clinic brought beside their effect. One file a question."""

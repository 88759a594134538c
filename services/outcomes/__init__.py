"""Is it working? What questionnaires say of the courses of a clinic. One file a question."""

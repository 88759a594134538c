"""Reports on paper: what a clinic prints, signs and files, as PDF made on the server."""

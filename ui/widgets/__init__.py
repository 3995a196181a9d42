"""Small controls and painters shared by the screens."""

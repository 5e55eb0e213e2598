"""Direktinläggning: whoever asks for a bed, and the ward that answers."""

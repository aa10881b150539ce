"""Parts that screens share. They know how something is drawn, not what it means."""

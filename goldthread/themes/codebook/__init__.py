"""The codebook (theme list): themes, their versions, and exchange with other councils."""

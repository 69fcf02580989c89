"""Has it happened again? New issues and findings that resemble an old finding, put before the lead."""

"""What every insight page shares: the ground it stands on, rates, and how a number opens."""

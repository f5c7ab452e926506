/** So many milliseconds a closed socket tries to deliver what it still holds. */
export const linger = 1000;

/** The header by which the Worker begins a session: its new id. Clients' own headers never reach the object. */
export const HANDSHAKE_HEADER = "x-care-handshake";

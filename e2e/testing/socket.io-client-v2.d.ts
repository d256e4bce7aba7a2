/** socket.io-client 2 brings no types: these are the parts that the tests call. */
declare module "socket.io-client-v2" {
	interface OldClient {
		readonly id?: string;
		on(event: string, hear: (data: unknown) => void): OldClient;
		emit(event: string, data: unknown): OldClient;
		close(): OldClient;
	}
	// oxlint-disable-next-line import/no-default-export -- a CommonJS module
	export default function connect(origin: string, options: object): OldClient;
}

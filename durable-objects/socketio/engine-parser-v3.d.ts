/** The parser of Engine.IO 3 brings no types: these are the parts that we call. */
declare module "engine.io-parser-v3" {
	interface EnginePacketV3 {
		readonly type: string;
		readonly data?: unknown;
	}
	const parser: {
		encodePacket(packet: EnginePacketV3, callback: (encoded: unknown) => void): void;
		decodePacket(encoded: string): EnginePacketV3;
		encodePayload(packets: EnginePacketV3[], callback: (encoded: unknown) => void): void;
		/** Calls back once a packet; the callback stops it by returning false. */
		decodePayload(encoded: string, callback: (packet: EnginePacketV3) => boolean | undefined): void;
	};
	// oxlint-disable-next-line import/no-default-export -- a CommonJS module
	export default parser;
}

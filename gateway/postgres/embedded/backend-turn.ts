import { GatewayError } from "../../gateway-error.ts";

interface InLine {
	take: () => void;
	timer: NodeJS.Timeout;
}

/**
 * PGlite is one backend: whoever has the turn has it alone, from the first message up to the end of the
 * transaction. First come, first served; nobody waits for ever.
 */
export class BackendTurn {
	private isTaken = false;
	private readonly line: InLine[] = [];

	/** @throws GatewayError 55P03 when the turn did not come within the time */
	take(timeoutMs: number): Promise<void> {
		if (!this.isTaken) {
			this.isTaken = true;
			return Promise.resolve();
		}
		return new Promise((resolve, reject) => {
			const waiting: InLine = {
				take: resolve,
				timer: setTimeout(() => {
					this.line.splice(this.line.indexOf(waiting), 1);
					reject(
						new GatewayError(
							"55P03",
							`The embedded database was held by another transaction for more than ${timeoutMs} ms.`,
						),
					);
				}, timeoutMs),
			};
			this.line.push(waiting);
		});
	}

	isBusy(): boolean {
		return this.isTaken;
	}

	giveBack(): void {
		const next = this.line.shift();
		if (next === undefined) {
			this.isTaken = false;
			return;
		}
		clearTimeout(next.timer);
		next.take();
	}
}

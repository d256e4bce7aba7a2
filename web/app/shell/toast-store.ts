import type { Clock } from "../../chat/ports.ts";

/** UX.md §2.9: so long something can be undone. */
const SHOWN_MS = 5_000;
const MAX_SHOWN = 3;

export interface NewToast {
	readonly text: string;
	/** `notice`: what others did. */
	readonly tone?: "plain" | "danger" | "notice";
	readonly undo?: () => void;
	/** Leads to what it is about. */
	readonly open?: () => void;
}
export interface Toast extends NewToast {
	readonly id: number;
}

/** What was just done, for five seconds; they stand still while somebody points at one or is in it. */
export class ToastStore {
	readonly #clock: Clock;
	readonly #listeners = new Set<() => void>();
	readonly #timers = new Map<number, () => void>();
	#toasts: readonly Toast[] = [];
	#lastId = 0;
	#isHeld = false;

	constructor(clock: Clock) {
		this.#clock = clock;
	}

	readonly all = (): readonly Toast[] => this.#toasts;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => void this.#listeners.delete(listener);
	};

	show(toast: NewToast): void {
		this.#lastId += 1;
		const id = this.#lastId;
		const kept = this.#toasts.slice(-(MAX_SHOWN - 1));
		for (const { id: gone } of this.#toasts.filter((other) => !kept.includes(other))) this.#forgetTimer(gone);
		this.#toasts = [...kept, { ...toast, id }];
		if (!this.#isHeld) this.#begin(id);
		this.#tell();
	}

	dismiss(id: number): void {
		this.#forgetTimer(id);
		this.#toasts = this.#toasts.filter((toast) => toast.id !== id);
		if (this.#toasts.length === 0) this.#isHeld = false;
		this.#tell();
	}

	undo(id: number): void {
		this.#take(id)?.undo?.();
	}

	open(id: number): void {
		this.#take(id)?.open?.();
	}

	/** Undoes the latest that can be undone. Returns whether there was one. */
	undoLast(): boolean {
		const last = this.#toasts.findLast(({ undo }) => undo !== undefined);
		if (last !== undefined) this.undo(last.id);
		return last !== undefined;
	}

	hold(): void {
		if (this.#isHeld) return;
		this.#isHeld = true;
		for (const { id } of this.#toasts) this.#forgetTimer(id);
	}

	release(): void {
		if (!this.#isHeld) return;
		this.#isHeld = false;
		for (const { id } of this.#toasts) this.#begin(id);
	}

	/** Dismisses it, and says which one it was. */
	#take(id: number): Toast | undefined {
		const toast = this.#toasts.find((other) => other.id === id);
		this.dismiss(id);
		return toast;
	}

	#begin(id: number): void {
		this.#timers.set(
			id,
			this.#clock.after(SHOWN_MS, () => this.dismiss(id)),
		);
	}

	#forgetTimer(id: number): void {
		this.#timers.get(id)?.();
		this.#timers.delete(id);
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

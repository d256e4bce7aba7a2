import { useState } from "react";
import { useDesk } from "../world.ts";

/** A yes or no that this browser remembers. */
export function usePreference(name: string, whenUnset: boolean): [boolean, (value: boolean) => void] {
	const { store } = useDesk();
	const key = `care.app.${name}`;
	const [value, setValue] = useState(() => {
		const kept = store.get(key);
		return kept === null ? whenUnset : kept === "on";
	});
	const choose = (next: boolean): void => {
		store.set(key, next ? "on" : "off");
		setValue(next);
	};
	return [value, choose];
}

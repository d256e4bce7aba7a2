import { Plus, RotateCw } from "lucide-react";
import { useLocation } from "wouter";
import type { Label } from "../../../contracts/desk.ts";
import { LabelDot } from "../../ui/label-chip.tsx";
import type { MenuGroup } from "../../ui/menu.tsx";
import { useRead } from "../reading.ts";
import { useMay } from "../world.ts";
import { readLabels } from "./conversation-api.ts";

/**
 * A menu of all labels; where there are none, it says so, and leads whoever may make one there.
 *
 * @param has - whether it hangs there already; undefined where that is no question
 */
export function useLabelGroups(
	onChoose: (label: Label) => void,
	has?: (label: Label) => boolean,
): MenuGroup[] {
	const all = useRead(["labels"], readLabels);
	const mayMake = useMay("settings:write");
	const [, navigate] = useLocation();
	if (all.data === undefined) {
		if (all.error === null) return [{ heading: "Loading…", items: [] }];
		const again = { label: "Try again", icon: <RotateCw size={14} />, run: () => void all.refetch() };
		return [{ heading: all.error.message, items: [again] }];
	}
	if (all.data.labels.length === 0) {
		if (!mayMake) return [{ heading: "No labels yet. An administrator can make some.", items: [] }];
		const make = { label: "New label…", icon: <Plus size={14} />, run: () => navigate("/admin/labels?new") };
		return [{ heading: "No labels yet", items: [make] }];
	}
	const items = all.data.labels.map((label) => ({
		label: label.name,
		icon: <LabelDot color={label.color} />,
		...(has === undefined ? {} : { isChosen: has(label) }),
		run: () => onChoose(label),
	}));
	return [{ items }];
}

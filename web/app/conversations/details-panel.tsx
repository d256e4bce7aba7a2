import { Tabs } from "@base-ui/react/tabs";
import { X } from "lucide-react";
import { classNames } from "../../ui/class-names.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { ContactDetails } from "./contact-details.tsx";
import { useMay } from "../world.ts";
import type { LabelMenu } from "./label-picker.tsx";
import type { Entry } from "./log-entries.ts";
import { ReplayPanel } from "./replay-panel.tsx";
import { WhyPanel } from "./why-panel.tsx";

export type DetailsTab = "details" | "why" | "replay";

const TABS = [
	["details", "Details"],
	["why", "Why"],
	["replay", "Another model"],
] as const;

interface DetailsPanelProps {
	id: string;
	entries: readonly Entry[];
	tab: DetailsTab;
	onTab: (tab: DetailsTab) => void;
	/** The entry that is explained; null: the latest. */
	seq: number | null;
	onSeq: (seq: number) => void;
	/** Where there is no room beside the thread, it takes its place. */
	isOpen: boolean;
	onClose: () => void;
	/** Where something else may open the menu of labels. */
	labelMenu?: LabelMenu;
}

/** Beside the thread: who it is, why the bot said it, and what another model would have said. */
export function DetailsPanel(props: DetailsPanelProps) {
	const { id, entries, tab, onTab, seq, onSeq, isOpen, onClose, labelMenu } = props;
	const mayReplay = useMay("models:read");
	return (
		<aside
			aria-label="Details"
			className={classNames(
				"flex min-h-0 w-full flex-col border-line xl:w-92 xl:shrink-0 xl:border-s",
				!isOpen && "max-xl:hidden",
			)}
		>
			<Tabs.Root
				value={tab}
				onValueChange={(value) => onTab(TABS.find(([name]) => name === value)?.[0] ?? "details")}
				className="flex min-h-0 flex-1 flex-col"
			>
				<div className="flex min-h-13 items-center gap-2 border-b border-line px-3">
					<Tabs.List className="flex flex-1 gap-1">
						{TABS.filter(([value]) => value !== "replay" || mayReplay).map(([value, name]) => (
							<Tabs.Tab
								key={value}
								value={value}
								className="min-h-8 rounded-sm px-2.5 font-medium text-muted hover:text-ink data-active:bg-hover data-active:text-ink pointer-coarse:min-h-10"
							>
								{name}
							</Tabs.Tab>
						))}
					</Tabs.List>
					<IconButton
						label="Close the details"
						icon={<X size={16} />}
						className="size-8 xl:hidden"
						onClick={onClose}
					/>
				</div>
				<Tabs.Panel value="details" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
					<ContactDetails id={id} entries={entries} labelMenu={labelMenu} />
				</Tabs.Panel>
				<Tabs.Panel value="why" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
					<WhyPanel entries={entries} seq={seq} onSeq={onSeq} />
				</Tabs.Panel>
				{mayReplay && (
					<Tabs.Panel value="replay" className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2">
						<ReplayPanel id={id} onSeq={onSeq} />
					</Tabs.Panel>
				)}
			</Tabs.Root>
		</aside>
	);
}

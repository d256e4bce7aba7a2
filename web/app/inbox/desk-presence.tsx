import { BellOff, CircleCheck, Coffee, UsersRound } from "lucide-react";
import type { AgentAtDesk, Availability } from "../../../contracts/inbox.ts";
import { classNames } from "../../ui/class-names.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Popover } from "../../ui/popover.tsx";
import { SegmentedControl } from "../../ui/segmented-control.tsx";
import type { DeskPeople } from "../live/inbox-cache.ts";
import { usePeople } from "../live/use-live.ts";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk } from "../world.ts";

const STATES: Readonly<Record<Availability, { label: string; words: string; Icon: typeof Coffee }>> = {
	available: { label: "Available", words: "available", Icon: CircleCheck },
	do_not_disturb: { label: "Busy", words: "do not disturb", Icon: BellOff },
	away: { label: "Away", words: "away", Icon: Coffee },
};
const NAMES: readonly Availability[] = ["available", "do_not_disturb", "away"];

/** How one is, and what changes it. */
function useAvailability(): [Availability, (availability: Availability) => void] {
	const { inbox, me, toasts } = useDesk();
	const own = usePeople()?.agents.find(({ id }) => id === me.id)?.availability ?? "available";
	const choose = (availability: Availability): void => {
		if (!inbox.setAvailability(availability))
			toasts.show({ text: "There is no line to the inbox just now.", tone: "danger" });
	};
	return [own, choose];
}

/** One's own switch: available, busy or away. */
export function AvailabilityChoice() {
	const [own, choose] = useAvailability();
	return (
		<SegmentedControl
			legend="I am"
			name="availability"
			value={own}
			options={NAMES.map((value) => {
				const { label, Icon } = STATES[value];
				return { value, label, icon: <Icon size={12} /> };
			})}
			onChange={choose}
		/>
	);
}

/** Whether one takes conversations, who else is at the desk, and how the queue is given out among them. */
export function DeskPresence() {
	const { me } = useDesk();
	const people = usePeople();
	const [own, choose] = useAvailability();
	useCommands(
		NAMES.map((name) => ({
			id: `availability-${name}`,
			label: `I am ${STATES[name].words}`,
			group: "Inbox",
			words: "availability status presence",
			run: () => choose(name),
		})),
	);
	const there = people?.agents.filter(({ isOnline }) => isOnline).length ?? 0;
	return (
		<Popover
			title="At the desk"
			align="end"
			trigger={
				<IconButton
					label={`You are ${STATES[own].words}; ${there} at the desk`}
					icon={
						<span className="relative">
							<UsersRound size={14} />
							<Dot availability={own} className="absolute -end-1 -top-1 ring-2 ring-page" />
						</span>
					}
					className="size-8"
				/>
			}
		>
			<AvailabilityChoice />
			{people !== undefined && <Team people={people} meId={me.id} />}
		</Popover>
	);
}

function Team({ people, meId }: { people: DeskPeople; meId: string }) {
	const sorted = [...people.agents].sort((a, b) => Number(b.isOnline) - Number(a.isOnline));
	return (
		<>
			<h2 className="mt-4 mb-1 text-xs font-medium text-muted">At the desk</h2>
			<ul aria-label="At the desk">
				{sorted.map((agent) => (
					<li key={agent.id} className="flex min-h-7 items-center gap-2">
						<Dot availability={agent.isOnline ? agent.availability : null} />
						<span className="min-w-0 flex-1 truncate">
							{agent.name}
							{agent.id === meId && <span className="text-muted"> (you)</span>}
						</span>
						<span className="text-xs text-muted">{stateOf(agent)}</span>
						<span className="tabular w-14 text-end text-xs text-muted">{agent.open} open</span>
					</li>
				))}
			</ul>
			<p className="mt-3 border-t border-line pt-2 text-xs text-muted">{ruleOf(people)}</p>
		</>
	);
}

function stateOf({ isOnline, availability }: AgentAtDesk): string {
	return isOnline ? STATES[availability].words : "not here";
}

/** How the queue is given out, in a sentence. */
export function ruleOf({ assignment, maxOpenPerAgent }: DeskPeople): string {
	if (assignment === "manual") return "Nobody is given anything: everybody takes from the queue.";
	const share = `Up to ${maxOpenPerAgent} open ones each, to whoever is available.`;
	return assignment === "round_robin"
		? `The queue is given out in turn. ${share}`
		: `The queue is given to whoever has least. ${share}`;
}

const DOTS: Readonly<Record<Availability, string>> = {
	available: "bg-label-green",
	do_not_disturb: "bg-label-red",
	away: "bg-label-amber",
};

/** Decoration: the word stands beside it. @param availability - null for who is not here */
function Dot({ availability, className }: { availability: Availability | null; className?: string }) {
	return (
		<span
			aria-hidden="true"
			className={classNames(
				"size-2 shrink-0 rounded-full",
				availability === null ? "border border-edge" : DOTS[availability],
				className,
			)}
		/>
	);
}

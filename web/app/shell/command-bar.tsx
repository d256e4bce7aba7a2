/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events -- a field with a list has no tag of its own: the focus stays in the field, and aria-activedescendant names the line */
import { Dialog as Base } from "@base-ui/react/dialog";
import { CornerDownLeft, Search } from "lucide-react";
import {
	type ComponentProps,
	type KeyboardEvent,
	useEffect,
	useId,
	useRef,
	useState,
	useSyncExternalStore,
} from "react";
import { classNames } from "../../ui/class-names.ts";
import { Keys } from "../../ui/kbd.tsx";
import { useDesk } from "../world.ts";
import { type Command, searchCommands } from "./command-registry.ts";
import { keysOnDevice } from "./shortcuts.ts";

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

interface CommandBarProps {
	isOpen: boolean;
	onClose: () => void;
	isApple: boolean;
}

/** Everything that can be done here, by its name. */
export function CommandBar({ isOpen, onClose, isApple }: CommandBarProps) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
			<Base.Portal>
				<Base.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
				<Base.Popup
					initialFocus={input}
					className="fixed inset-x-0 top-0 mx-auto flex max-h-[70dvh] w-full flex-col overflow-hidden border border-line bg-raised text-sm text-ink shadow-float outline-none sm:top-[12dvh] sm:max-w-150 sm:rounded-bubble"
				>
					<Base.Title className="sr-only">Commands</Base.Title>
					<Finder input={input} onClose={onClose} isApple={isApple} />
				</Base.Popup>
			</Base.Portal>
		</Base.Root>
	);
}

function Finder({
	input,
	onClose,
	isApple,
}: { input: React.RefObject<HTMLInputElement | null> } & Omit<CommandBarProps, "isOpen">) {
	const { commands: registry } = useDesk();
	const all = useSyncExternalStore(registry.subscribe, registry.all);
	const [typed, setTyped] = useState("");
	const [place, setPlace] = useState(0);
	const listId = useId();
	const found = searchCommands(all, typed);
	const active = found[Math.min(place, found.length - 1)];
	const run = (command = active): void => {
		onClose();
		// after the focus has gone back: what runs may take it elsewhere
		if (command !== undefined) setTimeout(command.run);
	};
	const steer = (event: KeyboardEvent): void => {
		const step = STEPS[event.key];
		if (step !== undefined)
			setPlace((Math.min(place, found.length - 1) + step + found.length) % found.length);
		else if (event.key === "Enter") run();
		else return;
		event.preventDefault();
	};
	return (
		<>
			<FinderField
				ref={input}
				aria-controls={listId}
				aria-activedescendant={active === undefined ? undefined : `${listId}-${active.id}`}
				value={typed}
				onChange={(event) => {
					setTyped(event.target.value);
					setPlace(0);
				}}
				onKeyDown={steer}
			/>
			<div id={listId} role="listbox" aria-label="Commands" className="min-h-0 overflow-y-auto p-1.5">
				{found.map((command, index) => (
					<Option
						key={command.id}
						id={`${listId}-${command.id}`}
						command={command}
						isActive={command === active}
						isApple={isApple}
						onPoint={() => setPlace(index)}
						onRun={() => run(command)}
					/>
				))}
			</div>
			{found.length === 0 && <p className="px-4 pb-5 text-center text-muted">Nothing is called “{typed}”.</p>}
		</>
	);
}

interface OptionProps {
	id: string;
	command: Command;
	isActive: boolean;
	isApple: boolean;
	onPoint: () => void;
	onRun: () => void;
}

function Option({ id, command, isActive, isApple, onPoint, onRun }: OptionProps) {
	const element = useRef<HTMLDivElement>(null);
	useEffect(() => {
		if (isActive) element.current?.scrollIntoView({ block: "nearest" });
	}, [isActive]);
	return (
		<div
			ref={element}
			id={id}
			role="option"
			aria-selected={isActive}
			onPointerMove={onPoint}
			onClick={onRun}
			className={classNames(
				"flex min-h-9 cursor-default items-center gap-3 rounded-sm px-2.5 pointer-coarse:min-h-11",
				isActive && "bg-hover",
			)}
		>
			<span className="min-w-0 truncate">{command.label}</span>
			<span className="ms-auto flex shrink-0 items-center gap-2 text-xs text-muted">
				{command.group}
				{command.keys !== undefined && <Keys keys={keysOnDevice(command.keys, isApple)} />}
				{isActive && command.keys === undefined && <CornerDownLeft aria-hidden="true" size={14} />}
			</span>
		</div>
	);
}

function FinderField({ "aria-controls": listId, ...rest }: ComponentProps<"input">) {
	return (
		<div className="flex items-center gap-2.5 border-b border-line px-4">
			<Search aria-hidden="true" size={16} className="shrink-0 text-muted" />
			<input
				role="combobox"
				aria-controls={listId}
				aria-expanded="true"
				aria-label="Search commands"
				placeholder="Go to, or do…"
				className="min-h-12 w-full bg-transparent text-base outline-none placeholder:text-muted"
				{...rest}
			/>
		</div>
	);
}

import { AnyField } from "../any-field.tsx";

const CHANNELS = ["chat", "rest", "socketio", "callback"].map((value) => ({ value, text: value }));

interface LabelAndChannelProps {
	/** Undefined until they are read. */
	labels: readonly { id: string; name: string }[] | undefined;
	/** `""` is any, of both. */
	labelId: string;
	channel: string;
	onLabel: (labelId: string) => void;
	onChannel: (channel: string) => void;
}

/** Which label a conversation has, and by which way it came in. */
export function LabelAndChannel({ labels = [], labelId, channel, onLabel, onChannel }: LabelAndChannelProps) {
	const options = labels.map(({ id, name }) => ({ value: id, text: name }));
	return (
		<>
			<AnyField label="Label" value={labelId} options={options} onChoose={onLabel} />
			<AnyField label="Channel" value={channel} options={CHANNELS} onChoose={onChannel} />
		</>
	);
}

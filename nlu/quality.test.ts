import { test } from "vitest";
import { evaluateNlu } from "./evaluate.ts";
import { readData, trainInterpreter } from "./test-project.ts";

const TRAINING = `nlu:
- intent: delivery_date
  examples: |
    - when will it get here
    - what day does my package come
    - how long until delivery
    - will it be here by friday
    - expected arrival of my shipment
    - is it coming today
    - how many more days do i have to wait
    - can you tell me the delivery date
- intent: refund
  examples: |
    - i want my money back
    - when do i get my refund
    - refund please
    - you still owe me the money for the return
    - has the refund been issued
    - how long does it take until the money is on my account
    - my refund is missing
    - give me back what i paid
- intent: damaged
  examples: |
    - it arrived broken
    - the glass is cracked
    - my parcel was damaged
    - there is a hole in the box and the thing inside is bent
    - the screen has a scratch
    - the item does not work, it came defective
    - one leg of the chair is snapped off
    - everything in the package was smashed
- intent: change_address
  examples: |
    - i moved, send it somewhere else
    - change my delivery address
    - wrong street on my order
    - can you ship it to my office instead
    - update the shipping address please
    - the house number is wrong
    - deliver to a different address
    - new address for my parcel
- intent: password
  examples: |
    - i forgot my password
    - can't log in
    - reset my password
    - my login does not work
    - locked out of my account
    - it says wrong password every time
    - send me a link for a new password
    - how do i sign in again
- intent: human
  examples: |
    - let me talk to a person
    - i want a real human
    - get me an agent
    - can someone from support call me
    - this bot is useless, give me your staff
    - connect me with customer service
    - speak to a representative
    - is there anybody i can talk to
`;

/** Written before the training sentences were looked at again, with other words and with typos. */
const HELD_OUT = `nlu:
- intent: delivery_date
  examples: |
    - when is my shipment going to arrive
    - whats the delivry date
    - does it come on friday or later
- intent: refund
  examples: |
    - where is my refund
    - i sent it back but got no money
    - pls refund me
- intent: damaged
  examples: |
    - the box was smashed and the lamp is broken
    - its brokn
    - got a defective item
- intent: change_address
  examples: |
    - please deliver it to another address
    - i typed the wrong adress
    - ship it to a different street
- intent: password
  examples: |
    - forgot pasword
    - i am locked out
    - the login says my password is wrong
- intent: human
  examples: |
    - can i speak to a human
    - real person please
    - i need to talk to an agent
`;

test("[EV5] understands sentences written apart from the training data", ({ expect }) => {
	const interpreter = trainInterpreter(TRAINING, "pipeline:\n- name: DIETClassifier\n");
	const report = evaluateNlu(interpreter, readData(HELD_OUT).examples);
	expect(report.confusions).toEqual(expect.any(Array));
	expect(report.intent.accuracy).toBeGreaterThanOrEqual(0.88);
	expect(report.intent.macroF1).toBeGreaterThanOrEqual(0.87);
});

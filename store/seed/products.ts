/** What the demo shop sells. Names, prices and texts are invented. */

export interface SeedProduct {
	readonly sku: string;
	readonly name: string;
	readonly category: string;
	readonly priceCents: number;
	readonly description: string;
}

/** SKU, name, price in cents, description. */
type Entry = readonly [sku: string, name: string, priceCents: number, description: string];

const LIVING: readonly Entry[] = [
	["LIV-101", "Lumo Table Lamp", 4_990, "Dimmable bedside lamp with an oak base and a linen shade."],
	["LIV-102", "Arco Floor Lamp", 12_900, "Tall reading lamp with a marble foot; bulb E27 included."],
	["LIV-103", "Halo Pendant Light", 8_900, "Brushed brass ring, 45 cm, warm white LED, dims to candlelight."],
	["LIV-104", "Fjord Wool Throw", 6_450, "Soft lambswool blanket, 130 x 180 cm, woven in herringbone."],
	["LIV-105", "Nordlys Cushion Cover", 1_990, "Cotton velvet, 50 x 50 cm, hidden zip, seven colours."],
	["LIV-106", "Terra Vase", 3_290, "Hand-thrown stoneware, 28 cm high, waterproof glaze inside."],
	["LIV-107", "Birk Bookshelf", 18_900, "Five shelves of solid birch, 80 x 180 cm, wall fixing included."],
	["LIV-108", "Birk Side Table", 7_900, "Round birch table, 40 cm, fits beside every sofa."],
	["LIV-109", "Saga Armchair", 34_900, "Wide armchair with a removable wool cover and beech legs."],
	["LIV-110", "Saga Footstool", 12_900, "The stool to the Saga armchair, same cover, same legs."],
	["LIV-111", "Kvist Wall Clock", 3_990, "Silent movement, birch face, 30 cm, one AA battery."],
	["LIV-112", "Morgon Bed Linen Set", 7_990, "Organic percale, duvet cover 135 x 200 cm and one pillowcase."],
	["LIV-113", "Dune Rug", 15_900, "Flat-woven jute, 160 x 230 cm, for living rooms and halls."],
	["LIV-114", "Ember Scented Candle", 2_490, "Soy wax with cedar and orange, burns for 45 hours."],
	["LIV-115", "Tidy Storage Basket", 2_790, "Seagrass basket with handles, 35 litres."],
	["LIV-116", "Linea Mirror", 9_900, "Round mirror with a slim black frame, 70 cm."],
	["LIV-117", "Vela Blackout Curtains", 5_990, "Pair of lined curtains, 140 x 260 cm, with eyelets."],
	["LIV-118", "Holm Desk", 24_900, "Writing desk of oak veneer with a drawer and a cable tray."],
	["LIV-119", "Holm Office Chair", 21_900, "Adjustable seat, arm rests and lumbar support, soft castors."],
	["LIV-120", "Plenty Plant Stand", 3_490, "Three steps of powder-coated steel for pots up to 22 cm."],
];

const KITCHEN: readonly Entry[] = [
	["KIT-201", "Copper Electric Kettle", 7_990, "1.7 litres, keeps the temperature from 60 to 100 degrees."],
	["KIT-202", "Whistling Stovetop Kettle", 4_490, "Enamelled steel, 2 litres, for gas and induction."],
	["KIT-203", "Crema Espresso Machine", 32_900, "15 bar pump, steam wand for milk foam, 1.2 litre tank."],
	["KIT-204", "Brew Filter Coffee Maker", 8_900, "Ten cups, thermos jug, timer for the morning."],
	[
		"KIT-205",
		"Mill Coffee Grinder",
		5_990,
		"Ceramic burrs with eighteen steps from espresso to French press.",
	],
	["KIT-206", "Glass French Press", 2_990, "One litre, borosilicate glass, stainless sieve."],
	["KIT-207", "Chef's Knife 20 cm", 8_490, "Forged stainless steel blade, walnut handle."],
	["KIT-208", "Bread Knife 24 cm", 5_490, "Serrated blade for crusts of every kind."],
	["KIT-209", "Oak Cutting Board", 3_990, "Oiled end grain, 40 x 28 cm, juice groove."],
	["KIT-210", "Cast Iron Casserole", 9_990, "Enamelled pot with lid, 5.3 litres, oven-proof to 250 degrees."],
	["KIT-211", "Non-stick Frying Pan 28 cm", 4_990, "Ceramic coating without PFAS, for all hobs."],
	["KIT-212", "Stainless Saucepan Set", 11_900, "Three pans with lids: 1.5, 2.2 and 3.1 litres."],
	["KIT-213", "Hand Blender Pro", 6_990, "800 watts, whisk and chopper included."],
	["KIT-214", "Stand Mixer Bella", 29_900, "4.8 litre bowl, dough hook, whisk and flat beater."],
	["KIT-215", "Two-slice Toaster", 4_290, "Wide slots, defrost and bun rack, six levels."],
	["KIT-216", "Digital Kitchen Scale", 2_490, "To the gram up to 5 kg, glass plate, rechargeable."],
	["KIT-217", "Stoneware Dinner Set", 8_990, "Twelve pieces for four people, dishwasher-safe."],
	["KIT-218", "Crystal Wine Glasses", 3_990, "Set of six, 45 cl, for red wine."],
	["KIT-219", "Steel Water Bottle", 2_290, "Insulated, 0.75 litre, cold for 24 hours, leak-proof."],
	["KIT-220", "Bamboo Lunch Box", 1_990, "Two compartments and a strap, 1.1 litres."],
];

const ELECTRONICS: readonly Entry[] = [
	["ELE-301", "Silent Over-ear Headphones", 19_900, "Wireless, noise cancelling, 40 hours on one charge."],
	["ELE-302", "Pebble Wireless Earbuds", 8_900, "Bluetooth 5.3, sweat-proof, 28 hours with the case."],
	["ELE-303", "Boom Bluetooth Speaker", 9_900, "Waterproof IP67, 20 watts, 15 hours of music."],
	["ELE-304", "Studio Soundbar", 24_900, "2.1 channels with a subwoofer, HDMI eARC."],
	["ELE-305", "Radio Alarm Clock", 3_990, "DAB+ and FM, two alarms, dimming display."],
	["ELE-306", "View 27 Monitor", 27_900, "27 inch, 2560 x 1440 pixels, USB-C with 65 watts."],
	["ELE-307", "Keys Mechanical Keyboard", 11_900, "Quiet switches, white backlight, Bluetooth or cable."],
	["ELE-308", "Glide Wireless Mouse", 4_490, "Silent buttons, three devices, USB-C charging."],
	["ELE-309", "Nine-port USB-C Hub", 5_990, "HDMI 4K, Ethernet, card reader, 100 watts pass-through."],
	["ELE-310", "Power Bank 20,000", 4_990, "20,000 mAh, 45 watts, charges a laptop once."],
	["ELE-311", "Fast Charger 65 W", 3_990, "GaN charger with two USB-C ports and one USB-A."],
	["ELE-312", "Braided USB-C Cable", 1_290, "Two metres, 100 watts, lifetime warranty."],
	["ELE-313", "Clear Webcam", 6_990, "Full HD at 60 frames, privacy shutter, two microphones."],
	["ELE-314", "Bright Smart Bulb", 1_690, "E27, white and colours, works with Matter."],
	["ELE-315", "Smart Plug Duo", 2_990, "Two plugs with energy metering, Matter over Wi-Fi."],
	["ELE-316", "Pulse Fitness Watch", 14_900, "Heart rate, GPS, seven days of battery, 5 ATM."],
	["ELE-317", "Page E-reader", 13_900, "6.8 inch paper-like screen, 16 GB, warm light, waterproof."],
	["ELE-318", "Frame Digital Photo Frame", 9_900, "10 inch, photos by app, 32 GB."],
	["ELE-319", "Breeze Tower Fan", 7_990, "Quiet bladeless fan with timer and remote control."],
	["ELE-320", "Pure Air Purifier", 16_900, "HEPA H13 filter for rooms up to 45 square metres."],
];

const OUTDOOR: readonly Entry[] = [
	["OUT-401", "Ridge Two-person Tent", 17_900, "2.1 kg, water column 3,000 mm, two porches."],
	["OUT-402", "Family Tent Four", 34_900, "Room to stand, two bedrooms, quick-up poles."],
	["OUT-403", "Down Sleeping Bag", 18_900, "Comfort to minus 2 degrees, 950 g, with sack."],
	["OUT-404", "Self-inflating Mat", 6_990, "5 cm thick, 183 x 51 cm, R value 3.6."],
	["OUT-405", "Trail Backpack 45 L", 12_900, "Ventilated back, rain cover, fits hip belts S to XL."],
	["OUT-406", "City Rucksack 22 L", 6_990, "Padded laptop sleeve, recycled polyester."],
	["OUT-407", "Storm Rain Jacket", 14_900, "Three-layer, taped seams, hood with visor."],
	["OUT-408", "Merino Base Layer", 6_490, "Long-sleeved shirt, 200 g merino, no itching."],
	["OUT-409", "Hiking Boots Summit", 15_900, "Leather, waterproof membrane, grippy sole."],
	["OUT-410", "Trekking Poles Pair", 5_990, "Folding carbon poles, cork handles, 480 g."],
	["OUT-411", "Camping Stove Flame", 4_490, "Gas stove with piezo lighter, boils a litre in 3.5 minutes."],
	["OUT-412", "Headlamp 400", 3_490, "400 lumens, red light, rechargeable, rainproof."],
	["OUT-413", "Camp Lantern", 3_990, "Warm light, hook and magnet, power bank function."],
	["OUT-414", "Folding Camp Chair", 4_290, "Carries 120 kg, cup holder, bag."],
	["OUT-415", "Cool Box 24 L", 7_990, "Keeps ice for two days, doubles as a seat."],
	["OUT-416", "Picnic Blanket", 2_990, "200 x 200 cm, padded, waterproof underside."],
	["OUT-417", "Hammock Duo", 4_990, "Parachute nylon for two people, straps included."],
	["OUT-418", "Garden Hose 25 m", 5_490, "Non-kinking hose with spray gun and wall holder."],
	["OUT-419", "Bypass Secateurs", 2_790, "Pruning shears of hardened steel, for branches to 22 mm."],
	["OUT-420", "Charcoal Kettle Grill", 15_900, "57 cm barbecue with lid, thermometer and ash catcher."],
];

function shelf(category: string, entries: readonly Entry[]): SeedProduct[] {
	return entries.map(([sku, name, priceCents, description]) => ({
		sku,
		name,
		category,
		priceCents,
		description,
	}));
}

/** The catalogue, in the order of the SKUs of each shelf. */
export const seedProducts: readonly SeedProduct[] = [
	...shelf("Home and living", LIVING),
	...shelf("Kitchen", KITCHEN),
	...shelf("Electronics", ELECTRONICS),
	...shelf("Outdoor and garden", OUTDOOR),
];

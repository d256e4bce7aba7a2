/**
 * Words of a question that name no product, in each of the shop's languages: "how much is it?" names none. Nor does a
 * colour: "do you have it in blue?".
 */
const WORDS: readonly string[] = [
	`a about again all already also am an and any are available availability back be big buy by can carry check cheapest
	come could current currently cost costs date deep details do does euro euros expensive find for from get give going
	got had has have heavy hello hey hi high how i if in info information is it its kind know left like long made make
	many material materials me more much my need of off offer on one or order out pay please pls plz possible price
	priced prices product products question restock run say sell sells shop should show size sized sold some specs still
	stock stocked tall tell than that the them then there these they this those to u unavailable wanna want warehouse was
	what whats when where which wide will with would you your
	black blue brown carries colour colours else ever green grey guys happen kind other pink purple red
	sort white yellow`,
	// German
	`auf aus bitte das davon denn der die dieser dieses ein eine er es euro gibt haben hat ich ihr ihm ihn ihnen im ist kaufen kann
	kostet kosten lager lieferbar man mehr noch preis sie sind teuer welche welcher welches verfügbar viel vorrätig wann was wie wieder zu
	auch bei blau blaue blauen braun bekomme den euch führen führt gelb gelbe grau graue graues grün grüne haben habt ihnen
	in rot rote roten schwarz schwarze schwarzen sortiment verkaufen verkauft weiß weiße zum`,
	// French
	`article avez ce cela celui-ci cet cette combien coûte cher de des dispo disponible disponibles du elle en encore est
	est-ce euros il je la le les l'article on pour prix produit quand quel quelle qu'il reste ça stock un une votre vous
	aussi avoir blanc blanche bleu bleue bleus chez gris grise jaune noir noire noirs rouge rouges vend vendez vert verte`,
	// Spanish
	`artículo caro cuál cuánto cuánta cuándo cuesta cuestan del disponible disponibles el ella ese eso esta este esto está
	euros existencias hay la lo los me precio producto qué queda quedan sale stock tienen todavía un una usted vale y
	amarillo azul azules blanco blanca gris negra negro negros roja rojo rojos tenéis tienes vende vendéis venden verde`,
	// Turkish
	`acaba adet alabilir bu bundan bunu bunun elde elinizde euro fiyat fiyatı fiyati hâlâ hala kaç kac kaça kadar kaldı
	kaldi lira lütfen mevcut mi mı miyim mu mü ne nedir o olur onu onun para peki sizde stok stokta stoklarda tane
	tekrar tükendi tukendi tutar ürün ürünün urun var varmı yok zaman
	beyaz gri kırmızı mavi musunuz sarı satıyor siyah yeşil`,
	// Arabic
	`الآن السعر المخزن المخزون المنتج اليوم بالمخزن بكام بكم تكلفته ثمنه حاليا ده دلوقتي سعر سعره سعرها شو عندك عندكم
	عندكو في فيه قديش كم كام لا لسه ما متاح متاحة متوفر متوفرة متى موجود موجودة ممكن هاد هذا هذه هل هو هي ولا يتوفر
	أبيض أحمر أخضر أزرق أسود بيضاء تبيعون حمراء خضراء رمادي رمادية زرقاء سوداء لديكم`,
];

export const QUESTION_WORDS: ReadonlySet<string> = new Set(
	WORDS.flatMap((words) => words.trim().split(/\s+/)),
);

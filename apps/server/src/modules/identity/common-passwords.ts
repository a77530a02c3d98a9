/**
 * Cores of the passwords that people choose most, in lower case: a password is weighed by its core (see `password-policy.ts`),
 * so "dragon" stands for "Dragon123!" and "p4ssw0rd" for itself. Sorted by theme, not by frequency.
 */
const words = `
password passwort passwd passw0rd motdepasse contrasena contrasenha senha wachtwoord parola haslo heslo salasana
qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm yxcvbnm qazwsx qazwsxedc
qweasd qweasdzxc qwerasdf asdfqwer asdfasdf qweqwe asdasd zxczxc qwertasdfg qwert asdf asdfg zxcv zxcvb wasd poiuytrewq
lkjhgfdsa mnbvcxz poiuyt lkjhgf qazxsw zaqwsx zaqxsw xswzaq plokij qpalzm wsxedc edcrfv rfvtgb abcdef abcdefg abcdefgh
abcd abcde abcabc abcxyz aaaa bbbb cccc xxxx zzzz abba aabbcc alphabet
letmein letmeinnow welcome welcomeback welcomehome iloveyou iloveu iloveme loveyou loveme lovely love lover lovers
forever truelove mylove loveyouforever sweetheart sweety sweetie honey honeybee babygirl babyboy baby babe babydoll
princess prince queen king kingdom kingkong emperor master masterkey mastermind admin administrator adminadmin root toor
rootroot user username login guest test testing tester testtest test1 temp temporary default changeme changeit secret
secrets topsecret private nothing whatever something anything everything access access14 system server network internet
computer laptop desktop keyboard monitor printer windows linux ubuntu debian android iphone samsung nokia motorola sony
google facebook instagram twitter youtube yahoo hotmail gmail outlook microsoft apple amazon netflix spotify linkedin
myspace reddit github gitlab oracle cisco dell lenovo toshiba panasonic philips pentium intel nvidia radeon
pass passpass mypass mypassword yourpassword thepassword nopassword password1 newpassword oldpassword passphrase
superman batman spiderman ironman wolverine hulk superwoman catwoman wonderwoman deadpool captain america thor avengers
starwars startrek skywalker darthvader vader yoda jedi chewbacca hansolo obiwan luke leia stormtrooper falcon enterprise
pokemon pikachu charizard digimon naruto sasuke dragonball goku vegeta onepiece luffy bleach ichigo sakura hinata itachi
minecraft fortnite roblox callofduty warcraft worldofwarcraft starcraft diablo zelda mario luigi nintendo playstation xbox
gamer gaming gameover player counterstrike halflife doom quake halo tetris sonic kratos assassin ninja samurai warrior
dragon dragons tiger tigers tigger lion lions lionking panther panthers leopard cheetah jaguar cougar puma bear bears
wolf wolves wolfpack werewolf fox foxes eagle eagles hawk hawks raven ravens phoenix griffin unicorn pegasus horse horses
pony mustang stallion bronco broncos bull bulls bulldog bulldogs dog doggy doggie doggy puppy puppies kitty kitten kittens
cat cats catdog monkey monkeys monkeyboy gorilla elephant giraffe zebra penguin dolphin dolphins shark sharks whale turtle
rabbit bunny hamster mouse mickey mickeymouse minnie donald donaldduck goofy pluto snoopy garfield scooby scoobydoo
tweety sylvester bugsbunny simpson simpsons homer bart bartman southpark cartman kenny family familyguy futurama rick morty
buster bailey buddy lucky shadow smokey bandit rusty max maxwell rocky rockyou sparky duke prince rex toby jake cody
charlie coco ginger pepper peanut cookie cookies brownie cupcake muffin candy sugar chocolate vanilla strawberry cherry
banana orange apple apples lemon mango peach pineapple coconut tomato potato pumpkin butter cheese cheesecake pizza pasta
burger hamburger chicken bacon sausage pancake popcorn icecream coffee espresso whiskey vodka tequila corona heineken
budweiser guinness cocacola pepsi sprite fanta redbull water fire earth wind ocean river mountain forest island beach
summer winter spring autumn sunshine sunny sunset sunrise rainbow snow snowball snowman snowflake thunder lightning storm
hurricane tornado tsunami moon moonlight star stars starlight stardust galaxy universe cosmos planet jupiter saturn
mercury venus mars apollo zeus athena hercules achilles spartan spartacus gladiator trojan titan titanic olympus
monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december today tomorrow yesterday birthday happybirthday christmas xmas easter halloween valentine holiday
vacation weekend freedom liberty justice victory peace hope faith grace believe blessed blessing angel angels angela
heaven paradise jesus jesuschrist christ jesus1 godisgood godislove iamgod godbless allah allahuakbar bismillah mohammed
muhammad buddha krishna ganesh shiva hallelujah church bible gospel holyspirit lucifer satan devil demon hell
football soccer futbol baseball basketball volleyball hockey tennis cricket rugby golf golfer boxing wrestling racing
swimming surfing skateboard snowboard fishing hunting hunter fisher runner biker rider skater dancer dancing
barcelona realmadrid juventus liverpool arsenal chelsea manchester manutd manchesterunited everton tottenham celtic
rangers bayern bayernmunich borussia dortmund schalke ajax feyenoord benfica porto galatasaray fenerbahce besiktas flamengo
corinthians palmeiras santos river boca milan inter roma napoli lazio messi ronaldo cristiano neymar beckham zidane pele
yankees redsox lakers celtics cowboys steelers packers patriots raiders giants dodgers cubs bulls warriors spurs knicks
jordan michaeljordan lebron kobe shaq tigerwoods schumacher ferrari porsche lamborghini bugatti maserati mercedes bmw audi
volkswagen toyota honda nissan mazda subaru mitsubishi hyundai suzuki kawasaki yamaha ducati harley harleydavidson camaro
corvette charger challenger viper cobra chevrolet chevy dodge jeep ford fordf150 tesla volvo renault peugeot
michael michelle michele mike matthew matt daniel daniela danielle danny david davide andrew andrea andreas andre andres
anthony antonio tony thomas tommy william willie robert roberto robbie bobby richard ricardo rick joseph josephine joey
joshua josh jonathan john johnny johnson jack jackson jacob jackie james jamie jason justin jeremy jerry jessica jessie
jennifer jenny joanna julia juliana juliet julie julian julius kevin kelly kimberly kathy katie katherine karen karina
laura lauren leonardo leon leslie linda lisa louis louise lucas lucia lucy luis manuel marco marcos marcus maria mariana
marina mario marie mark marlon martin martina mary maggie megan melanie melissa miguel monica monika morgan nancy natalie
natasha nathan nicholas nicole nicolas nicola nikita oliver olivia oscar pamela patricia patrick paul paula pedro peter
philip rachel raymond rebecca roger ronald rosa rosie russell ryan sabrina samantha sammy samuel sandra sandy sarah scott
sebastian sergio sharon sierra silvia simon sofia sophia sophie stephanie stephen steven stella susan sylvia tamara taylor
teresa tiffany timothy tina trevor tyler valentina valeria vanessa veronica victor victoria vincent virginia vladimir
walter wendy yolanda zachary alexander alexandra alexandre alexis alejandro alejandra alberto alfredo alice alicia alison
amanda amber amelia anastasia anita anna annie arthur ashley asuncion austin barbara beatriz benjamin bernard bianca
bonnie brandon brenda brian brittany bruno caroline carolina carlos carmen casey catherine cecilia charles charlotte
chelsea chester christian christina christine christopher cindy claire claudia connor courtney crystal cynthia dakota
dennis derek diana diego dominic donna dorothy douglas dylan eduardo edward eleanor elena elizabeth emily emma enrique
eric erica ernesto esteban esther eugene evelyn fabian federico felipe fernando fernanda fiona florence francesca
francesco francisco francis frank franklin frederick gabriel gabriela gabrielle george georgia gerald gerard gilbert
giovanni gloria gonzalo gordon graham gregory guillermo gustavo hannah harold harrison harry heather hector helen helena
henry howard ibrahim ignacio isaac isabel isabella isabelle ivan javier mustafa mehmet ahmed ali fatima omar hassan
hussein yusuf aisha maryam priya rahul rajesh krishna suresh ramesh deepak sanjay amit anil wang zhang liu chen yang
woaini woaini1314 iloveyou1314 aini sakura yamamoto tanaka suzuki takahashi nguyen tran sergey dmitry andrey alexey
natalia tatiana svetlana ekaterina olga irina marina lyubov privet parol qwerty1 nikita maksim zaraza samsung
london paris berlin madrid barcelona rome milano venice vienna prague moscow istanbul dubai newyork newyorkcity brooklyn
boston chicago dallas houston denver phoenix seattle portland atlanta miami orlando detroit lasvegas losangeles hollywood
california texas florida alaska hawaii canada toronto montreal vancouver mexico brazil brasil argentina colombia chile
peru venezuela espana france italia italy germany deutschland england britain ireland scotland wales holland nederland
belgium sweden norway denmark finland iceland poland polska russia ukraine turkey turkiye greece israel egypt nigeria
kenya africa southafrica india pakistan bangladesh china japan korea vietnam thailand indonesia malaysia philippines
singapore australia sydney melbourne newzealand america usa unitedstates europe world hello helloworld hellohello
hellokitty hello1 hellothere goodbye goodluck goodmorning goodnight bonjour salut hola ciao hallo guten
music musica musik musiclover guitar guitars piano pianoman drums drummer bass bassist violin trumpet saxophone singer
song songs melody harmony rhythm concert festival karaoke studio producer record records vinyl stereo radio podcast
speaker headphones dj djmix remix techno trance house disco funk soul jazz blues rocknroll rock rockstar metal heavymetal
metallica ironmaiden slayer megadeth nirvana pearljam acdc gunsnroses ledzeppelin pinkfloyd beatles thebeatles rolling
rollingstones queen davidbowie prince madonna britney beyonce rihanna shakira eminem slimshady tupac biggie snoopdogg
fiftycent kanye drake jayz bobmarley marley reggae hiphop rapper gangsta linkinpark greenday blink182 slipknot korn
evanescence coldplay radiohead oasis depeche depechemode ramones thecure justinbieber onedirection blackpink bts army
longwave loudness waveform playlist albums artist listener station broadcast
money dollar dollars million millionaire billion rich cash gold golden goldfish silver diamond diamonds platinum bitcoin
ethereum crypto business manager office company marketing sales finance bank banking boss bigboss sexy sexygirl sexybitch
fuckyou fuckme fuckoff fuck fucker motherfucker asshole bitch bitches bastard bullshit shit cunt dick pussy penis boobs
tits horny porn pornhub playboy playgirl hooters hardcore erotic naked bigdick blowjob kisses kissme hugs
mother mama mommy mamapapa father daddy papa dad mom momdad brother sister sisters family familia grandma grandpa husband
wife myfamily mybaby children kids student teacher school college university doctor nurse police fireman soldier army navy
marine marines airforce pilot sniper killer hacker hackers hacked pirate pirates zombie vampire twilight harrypotter potter
hogwarts hermione gandalf frodo legolas aragorn gollum lordoftherings hobbit matrix neo trinity morpheus terminator
predator alien aliens godzilla gremlin goonies jurassic rambo rocky scarface godfather soprano casino joker riddler
magic magical wizard merlin mystery mystic fantasy dream dreams dreamer nightmare destiny fate karma zen tattoo
purple yellow orange green greenday blue blueberry bluesky red redrose black blackcat blackjack white pink pinky violet
lavender rose roses rosebud flower flowers sunflower lily daisy jasmine tulip orchid lotus butterfly ladybug spider
scorpion snake python mosquito bumblebee firefly dragonfly crocodile dinosaur mammoth
genius smart clever stupid idiot loser winner winners champion champions legend hero heroes superhero superstar super
superb awesome amazing wonderful beautiful pretty gorgeous handsome cute cutie cutiepie happy happyday smile smiley funny
crazy crazygirl crazyboy cool coolman coolgirl coolguy badboy badgirl goodboy goodgirl lonely lonewolf alone single
friend friends friendship bestfriend bestfriends together always never nevergiveup carpediem hakunamatata justdoit
opensesame sesame abracadabra openup letmesee trustno trustme trustnoone knockknock blahblah blah whatever1 qwe123
number numberone onetwothree first second third seven seventh eleven twelve thirteen million random example sample
matrix phantom ghost shadow1 spirit stealth thunderbird firebird bluebird blackbird snowbird sparrow canary parrot
maverick iceman goose viper cyclone blaster hammer hotrod turbo nitro rocket missile nuclear atomic electric power
powerful energy solar fusion infinity eternity immortal invincible survivor victory1 glory pride honor courage brave
`;

/** The set of cores; at least a thousand, checked by a test. */
export const commonPasswordCores: ReadonlySet<string> = new Set(words.split(/\s+/).filter(Boolean));

/** Dutch of sentences that the server tells (told.ts): faults, warnings, the quality report. {names} stand for what varies. */
import type { Catalogue } from '../catalogue.ts';

export const told: Catalogue = {
  'give {which} again to continue: what has arrived is kept':
    'geef {which} nog een keer om verder te gaan: wat er al is, is bewaard',
  'the same {n} files': 'dezelfde {n} bestanden',
  'give the link to {shown} again: what is secret of it was not kept':
    'geef de link naar {shown} nog een keer: wat er geheim aan is, is niet bewaard',
  '{name}: not imported: {why}': '{name}: niet geïmporteerd: {why}',
  '{reason}; trying again': '{reason}; nog een poging',
  'goes on at byte {byte}': 'gaat verder bij byte {byte}',
  '{name}: no more than {limit} are allowed for {of}: {used} are in use{more}':
    '{name}: niet meer dan {limit} is toegestaan voor {of}: {used} is in gebruik{more}',
  '{path}: the file is empty (0 bytes)': '{path}: het bestand is leeg (0 bytes)',
  '{path}: not a capture file: byte 0 starts with {magic} ({looks})':
    '{path}: geen capture-bestand: byte 0 begint met {magic} ({looks})',
  'not a capture file: byte 0 starts with {magic} ({looks})':
    'geen capture-bestand: byte 0 begint met {magic} ({looks})',
  '{n} entries of it are in the dataset already, as {name}; only the rest is counted':
    '{n} regels ervan staan al in de dataset, als {name}; alleen de rest telt mee',
  '{n} entries of it are in the dataset already, as {name}; nothing of it is new':
    '{n} regels ervan staan al in de dataset, als {name}; niets ervan is nieuw',
  '{path}: Capscope was ended when {came} bytes of it had come, and what comes in one piece cannot be taken up: send it again. An upload by tus (/api/uploads) goes on where it was':
    '{path}: Capscope werd beëindigd toen er {came} bytes van gekomen waren, en wat in één stuk komt kan niet worden hervat: verstuur het opnieuw. Een upload met tus (/api/uploads) gaat verder waar die was',
  '{path}: the dataset has this capture already, as {name}; it is not counted twice':
    '{path}: de dataset heeft deze capture al, als {name}; ze wordt niet dubbel geteld',
  'there is no dataset "{dataset}"': 'er is geen dataset "{dataset}"',
  'there is already a dataset named "{name}"': 'er is al een dataset met de naam "{name}"',
  '{path}: made by another version of Capscope (schema {found}, this version reads {wanted}); import its captures into a new dataset: those that were uploaded lie beside it, in captures':
    '{path}: gemaakt door een andere versie van Capscope (schema {found}, deze versie leest {wanted}); importeer de captures ervan in een nieuwe dataset: geüploade liggen ernaast, in captures',
  '{path}: the disk is full; make room and try again': '{path}: de schijf is vol; maak ruimte en probeer het opnieuw',
  '{name}: it is paused; resume it first': '{name}: is gepauzeerd; hervat het eerst',
  '{what} was not found': '{what} is niet gevonden',
  'a dataset needs a name': 'een dataset heeft een naam nodig',
  'there is no such file': 'dat bestand bestaat niet',
  'this is a pipe or a device, not a file': 'dit is een pipe of een apparaat, geen bestand',
  'this is a folder, not a capture file': 'dit is een map, geen capture-bestand',
  'this folder holds no capture': 'in deze map zit geen capture',
  'it cannot be read': 'het is niet te lezen',
  'it is no log of flows': 'het is geen log van flows',
  'Capscope failed to answer; this is a bug of ours, and the log says more':
    'Capscope kon niet antwoorden; dit is een fout van ons, en het log zegt meer',
  'the request cannot be understood': 'het verzoek is niet te begrijpen',
  '{name}: it cannot be tried again from here; import it anew':
    '{name}: is van hieruit niet opnieuw te proberen; importeer het opnieuw',
  '{name}: it has not ended yet': '{name}: is nog niet klaar',
  '{name}: not imported: {reason}': '{name}: niet geïmporteerd: {reason}',
  '{name} was left out: {why}': '{name} is weggelaten: {why}',
  'byte {offset}: {reason}': 'byte {offset}: {reason}',
  'the file ends within a packet ({leftover} of {whole} bytes)':
    'het bestand eindigt midden in een pakket ({leftover} van {whole} bytes)',
  'the clock ran backwards by more than a second, once': 'de klok liep één keer meer dan een seconde terug',
  'the clock ran backwards by more than a second, {n} times': 'de klok liep {n} keer meer dan een seconde terug',
  'none of its packets can be decoded: link type {linkTypes}':
    'geen van zijn pakketten kan worden gedecodeerd: linktype {linkTypes}',
  'the zip archive is cut off: its directory is missing, what lies before was read':
    'het zip-archief is afgebroken: de inhoudsopgave ontbreekt, wat ervoor ligt is gelezen',
  'the zip archive has more than {n} entries: the others were left out':
    'het zip-archief heeft meer dan {n} bestanden: de andere zijn weggelaten',
  'the archive holds more than {n} captures: the others were left out':
    'het archief bevat meer dan {n} captures: de andere zijn weggelaten',
  'not a capture file: {container} of {looks}': 'geen capture-bestand: {container} van {looks}',
  'this {container} archive holds no capture ({files})': 'dit {container}-archief bevat geen capture ({files})',
  '"{word}" was not expected here': '"{word}" werd hier niet verwacht',
  'the set is empty': 'de verzameling is leeg',
  '"{word}" is not {what}': '"{word}" is niet {what}',
  'an address or a block, such as 10.0.0.0/8 or 2001:db8::1': 'een adres of een blok, zoals 10.0.0.0/8 of 2001:db8::1',
  'a hardware address, such as 00:0d:3a:01:02:03': 'een hardware-adres, zoals 00:0d:3a:01:02:03',
  'a port, 0 to 65535': 'een poort, 0 tot 65535',
  'a country code, a country name in quotes, or a place such as private':
    'een landcode, een landnaam tussen aanhalingstekens, of een plaats zoals private',
  'an AS number, such as AS8075': 'een AS-nummer, zoals AS8075',
  'a size, such as 1500 or 1MB': 'een grootte, zoals 1500 of 1MB',
  'a time span, such as 10ms or 2m': 'een tijdsduur, zoals 10ms of 2m',
  'a time, such as 2024-10-21T19:25:46Z': 'een tijd, zoals 2024-10-21T19:25:46Z',
  'a number': 'een getal',
  'true or false': 'true of false',
  'a word or a "text"': 'een woord of een "tekst"',
  'a value needs its field: {clause}': 'een waarde heeft een veld nodig: {clause}',
  'an operator is missing: {clause}': 'er ontbreekt een operator: {clause}',
  'a unit stands right behind its number: {value}': 'een eenheid staat direct achter het getal: {value}',
  '"and" or "or" is missing before "{word}"': 'voor "{word}" ontbreekt "and" of "or"',
  'several values need in: {clause}': 'meer waarden vragen in: {clause}',
  'values stand in braces: {clause}': 'waarden staan tussen accolades: {clause}',
  '{what} is missing at the end': '{what} ontbreekt aan het einde',
  'the filter has too many parts': 'het filter heeft te veel delen',
  'this is not a regular expression: {text}': 'dit is geen reguliere expressie: {text}',
  'no flow has {field} "{word}"': 'geen flow heeft {field} "{word}"',
  'no flow has {field} "{word}"; did you mean {nearest}?': 'geen flow heeft {field} "{word}"; bedoelde u {nearest}?',
  'there is no {label} "{word}"': 'er is geen {label} "{word}"',
  'there is no {label} "{word}"; did you mean {nearest}?': 'er is geen {label} "{word}"; bedoelde u {nearest}?',
  'this signature allows listing only: ask for one with read permission (sp=rl)':
    'deze handtekening laat alleen opsommen toe: vraag er een met leesrecht (sp=rl)',
  'this signature does not allow reading: ask for one with read permission (sp=r)':
    'deze handtekening laat lezen niet toe: vraag er een met leesrecht (sp=r)',
  'this signature ended at {time}: ask for a new one': 'deze handtekening verliep om {time}: vraag een nieuwe',
  '{message} if the service refuses it (clocks may differ)':
    '{message} als de dienst haar weigert (klokken kunnen verschillen)',
  'this signature is valid from {time} on: try again then':
    'deze handtekening geldt vanaf {time}: probeer het dan opnieuw',
  'this signature is valid from {time} on (clocks may differ)':
    'deze handtekening geldt vanaf {time} (klokken kunnen verschillen)',
  'this signature is for {addresses} only: the address of the machine that runs Capscope must be one of them':
    'deze handtekening geldt alleen voor {addresses}: het adres van de machine waarop Capscope draait moet daarbij zijn',
  'this signature works only together with the sign-in of one user; ask for one without':
    'deze handtekening werkt alleen samen met de aanmelding van één gebruiker; vraag er een zonder',
  '{address} belongs to {what}: such addresses are not fetched from unless Capscope is started with --allow-net {network}':
    '{address} behoort tot {what}: van zulke adressen wordt niets opgehaald, tenzij Capscope met --allow-net {network} is gestart',
  '{host} is at {address}, which belongs to {what}: such addresses are not fetched from unless Capscope is started with --allow-net {network}':
    '{host} heeft adres {address}, dat behoort tot {what}: van zulke adressen wordt niets opgehaald, tenzij Capscope met --allow-net {network} is gestart',
  "Azure's platform address": 'het platformadres van Azure',
  "the cloud's metadata service": 'de metadatadienst van de cloud',
  'a private network': 'een privénetwerk',
  "a provider's private network": 'een privénetwerk van een provider',
  'a special purpose': 'een bijzonder doel',
  documentation: 'documentatie',
  'nobody yet': 'nog niemand',
  'nobody answers there': 'daar antwoordt niemand',
  'there is nothing at this address (404)': 'op dit adres is niets (404)',
  'the connection was ended before anything came': 'de verbinding werd verbroken voordat er iets kwam',
  'an address of a stream looks like tcp://192.0.2.7:57012':
    'een adres van een stream ziet eruit als tcp://192.0.2.7:57012',
  'nothing tells it': 'niets vertelt het',
  'first bytes of the client': 'eerste bytes van de client',
  'first bytes of the server': 'eerste bytes van de server',
  'later bytes of the client': 'latere bytes van de client',
  'later bytes of the server': 'latere bytes van de server',
  'bytes from the middle: the start was not captured': 'bytes uit het midden: het begin is niet vastgelegd',
  'bytes of both sides': 'bytes van beide kanten',
  'announced in another flow': 'aangekondigd in een andere flow',
  'turned to on the way: STARTTLS, Upgrade and the like': 'onderweg overgestapt: STARTTLS, Upgrade en dergelijke',
  'number in the header': 'nummer in de header',
  'port alone: a guess': 'alleen de poort: geraden',
  'There are no packets to judge.': 'Er zijn geen pakketten om te beoordelen.',
  'Files read to their end': 'Tot het einde gelezen bestanden',
  'Files not read to their end': 'Niet tot het einde gelezen bestanden',
  'Every file was read to its end.': 'Elk bestand is tot het einde gelezen.',
  'What follows the fault in a file is missing from all numbers; the whole packets before it count.':
    'Wat in een bestand na de fout komt ontbreekt in alle getallen; de hele pakketten ervoor tellen.',
  'Truncated packets': 'Afgekapte pakketten',
  'No packet was cut: all bytes of each were there to read.':
    'Geen pakket is afgekapt: van elk waren alle bytes te lezen.',
  'Cut by the snap length of the capture. Bytes and packets are true, because the length on the wire is what counts; applications, names and other facts may be missing.':
    'Afgekapt door de snaplengte van de capture. Bytes en pakketten kloppen, omdat de lengte op de lijn telt; applicaties, namen en andere feiten kunnen ontbreken.',
  'Cut by the snap length of the capture ({at} bytes). Bytes and packets are true, because the length on the wire is what counts; applications, names and other facts may be missing.':
    'Afgekapt door de snaplengte van de capture ({at} bytes). Bytes en pakketten kloppen, omdat de lengte op de lijn telt; applicaties, namen en andere feiten kunnen ontbreken.',
  'Malformed packets': 'Misvormde pakketten',
  'Every packet keeps to the rules of the protocols that carry it.':
    'Elk pakket houdt zich aan de regels van de protocollen die het dragen.',
  'They break the rules of a layer. They count in bytes and packets, in a flow where addresses can be read; what lies above the fault is not known.':
    'Ze schenden de regels van een laag. Ze tellen in bytes en pakketten, in een flow waar adressen te lezen zijn; wat boven de fout ligt is onbekend.',
  'Unsupported packets': 'Niet ondersteunde pakketten',
  'Every packet is of a kind that Capscope reads.': 'Elk pakket is van een soort die Capscope leest.',
  'Nothing is wrong with them, but Capscope does not read their link type: they count as packets of the file and belong to no flow.':
    'Er is niets mis mee, maar Capscope leest hun linktype niet: ze tellen als pakketten van het bestand en zitten in geen flow.',
  'Dropped while capturing': 'Verloren tijdens het vastleggen',
  'The capture does not tell whether packets were lost while it was made; bytes missing from TCP are the hint that is left.':
    'De capture vertelt niet of er tijdens het maken pakketten verloren gingen; ontbrekende TCP-bytes zijn de aanwijzing die overblijft.',
  'The capture says that no packet was lost while it was made.':
    'De capture zegt dat er tijdens het maken geen pakket verloren ging.',
  'Lost while the capture was made, as it says itself: volumes are too low, and gaps in TCP need not be the network’s.':
    'Verloren tijdens het maken van de capture, zoals ze zelf zegt: volumes zijn te laag, en gaten in TCP hoeven niet aan het netwerk te liggen.',
  '{silent} of {files} files do not tell.': '{silent} van {files} bestanden vertellen het niet.',
  'lost at the interface': 'verloren op de interface',
  'lost in the system': 'verloren in het systeem',
  'told beside packets': 'verteld naast pakketten',
  'TCP bytes not captured': 'Niet vastgelegde TCP-bytes',
  'No byte is missing between captured bytes of a TCP stream.':
    'Tussen de vastgelegde bytes van een TCP-stroom ontbreekt geen byte.',
  'Later bytes of the same streams were captured, these were not: lost during the capture or before. Volumes are too low by that much, and applications may be missed.':
    'Latere bytes van dezelfde stromen zijn vastgelegd, deze niet: verloren tijdens het vastleggen of ervoor. Volumes zijn daardoor te laag, en applicaties kunnen gemist zijn.',
  'Ports not captured': 'Poorten niet opgenomen',
  'The ports of every flow that has them were captured.': 'Van elke flow die poorten heeft zijn ze opgenomen.',
  'Their packets end before the ports, or only later fragments were captured. Everything two hosts exchanged over such a transport is then one flow: in truth there are more flows, and their applications are not known.':
    'Hun pakketten eindigen vóór de poorten, of alleen latere fragmenten zijn opgenomen. Alles wat twee hosts elkaar over zo’n transport zeiden is dan één flow: in werkelijkheid zijn er meer flows, en hun toepassingen zijn niet bekend.',
  'No TCP header was captured, so this is not known.': 'Er is geen TCP-header opgenomen: dit is niet te zeggen.',
  'One-sided TCP': 'Eenzijdig TCP',
  'There is no TCP in this capture.': 'In deze capture zit geen TCP.',
  'Both directions of every answered TCP connection were captured.':
    'Van elke beantwoorde TCP-verbinding zijn beide richtingen vastgelegd.',
  'One end acknowledges what the other sent, but no packet of the other was captured: it takes another path, or only one direction is mirrored. Their volumes are half of the truth, and source and destination may be swapped.':
    'Eén kant bevestigt wat de andere verzond, maar van de andere is geen pakket vastgelegd: het neemt een andere weg, of maar één richting wordt gespiegeld. Hun volumes zijn de halve waarheid, en bron en bestemming kunnen verwisseld zijn.',
  'Clock that ran backwards': 'Klok die terugliep',
  'Times never jump back by more than a second within a file.':
    'Binnen een bestand springen tijden nooit meer dan een seconde terug.',
  'Packets more than a second older than the one before them: the clock was set, or captures were joined unsorted. Volumes are true; durations and round-trip times of flows they fall into may not be.':
    'Pakketten die meer dan een seconde ouder zijn dan hun voorganger: de klok is gezet, of captures zijn ongesorteerd samengevoegd. Volumes kloppen; de duur en rondreistijd van flows waarin ze vallen misschien niet.',
  'Gaps in time': 'Gaten in de tijd',
  'No pause between packets stands out.': 'Pakketten komen zonder opvallende pauze.',
  'For far longer than usual there is no packet: nobody sent, or the capture stood still. Rates over such a time are too low.':
    "Een tijd die veel langer is dan pakketten gewoonlijk uit elkaar liggen is er geen: niemand zond, of de capture stond stil. Snelheden over zo'n tijd zijn te laag.",
  '{file}: {time} from {start}': '{file}: {time} vanaf {start}',
  'Duplicate packets': 'Dubbele pakketten',
  'No packet was captured twice.': 'Geen pakket is dubbel vastgelegd.',
  'The same IP packet was captured more than once: on two interfaces, or mirrored twice. They count each time in bytes and packets; in TCP they would look like retransmissions.':
    'Hetzelfde IP-pakket is meer dan eens vastgelegd: op twee interfaces, of dubbel gespiegeld. Ze tellen elke keer in bytes en pakketten; in TCP zouden ze op hertransmissies lijken.',
  'No checksum was verified: the packets are cut or have none.':
    'Geen checksum is gecontroleerd: de pakketten zijn afgekapt of hebben er geen.',
  'Every checksum that was verified is right.': 'Elke gecontroleerde checksum klopt.',
  'Bytes changed on the way, or a program wrote them wrong. Receivers drop such packets; here they count.':
    'Bytes zijn onderweg veranderd, of een programma schreef ze fout. Ontvangers gooien zulke pakketten weg; hier tellen ze.',
  'The first 4096 packets of an import are verified, and one in 64 after them.':
    'Gecontroleerd zijn de eerste 4096 pakketten van een import en daarna één op de 64.',
  'Checksums of packets that the capturing host sent were left to its network card; that is no fault.':
    'Sommen van pakketten die de vastleggende host zelf verzond zijn aan zijn netwerkkaart overgelaten; dat is geen fout.',
  '{layer} wrong': '{layer} fout',
  '{layer} left to the network card': '{layer} aan de netwerkkaart overgelaten',
  'Identified by inspection': 'Herkend door inspectie',
  'There are no flows.': 'Er zijn geen flows.',
  'The application of these bytes is proved by what the packets say. That of the rest is a guess by port, marked as such, or not known: often connections whose beginning was not captured.':
    'De applicatie van deze bytes is bewezen door wat de pakketten zeggen. Die van de rest is geraden op poort, zo gemarkeerd, of onbekend: vaak verbindingen waarvan het begin niet is vastgelegd.',
  'a network needs a name': 'een netwerk heeft een naam nodig',
  'a block of addresses is needed, such as 10.1.0.0/16': 'er is een blok adressen nodig, zoals 10.1.0.0/16',
  '{text} is no block of addresses, such as 10.1.0.0/16 or 2001:db8::/48':
    '{text} is geen blok adressen, zoals 10.1.0.0/16 of 2001:db8::/48',
  '{block} is there already, in row {row}': '{block} is er al, in rij {row}',
  '{text} is every address': '{text} is elk adres',
  '{text} is no country: a code such as NL, or an English name':
    '{text} is geen land: een code zoals NL, of een Engelse naam',
  'a point needs both latitude and longitude': 'een punt heeft zowel breedte- als lengtegraad nodig',
  'it begins as JSON and is none': 'het begint als JSON en is het niet',
  'it is no list of networks': 'het is geen lijst van netwerken',
  'this Capscope may not capture on the interfaces of its machine: start it with --allow-capture, or run: capscope live':
    'deze Capscope mag niet vastleggen op de interfaces van zijn machine: start hem met --allow-capture, of voer uit: capscope live',
  '{path}: a whole path is needed, from the root on': '{path}: een volledig pad is nodig, vanaf de root',
  '{path}: there is no such folder on the machine that runs Capscope':
    '{path}: deze map bestaat niet op de machine waarop Capscope draait',
  '{path}: this dataset watches it already': '{path}: deze dataset volgt hem al',
  'port {port} on {host} is taken by another program; choose another':
    'poort {port} op {host} is in gebruik door een ander programma; kies een andere',
  'port {port} needs more rights than this user has; choose one above 1023':
    'poort {port} vraagt meer rechten dan deze gebruiker heeft; kies er een boven 1023',
  '{host} is no address of this machine': '{host} is geen adres van deze machine',
  'the token must have at least {n} letters, digits or signs, without blanks':
    'het token moet minstens {n} letters, cijfers of tekens hebben, zonder spaties',
  '{network} is no network; write 10.0.0.0/8': '{network} is geen netwerk; schrijf 10.0.0.0/8',
  '{path}: there is no such certificate file': '{path}: dit certificaatbestand bestaat niet',
  '{path}: there is no such key file': '{path}: dit sleutelbestand bestaat niet',
  'there is no such interface; `capscope live --list` shows those there are':
    'deze interface bestaat niet; `capscope live --list` toont welke er zijn',
  'the capture filter is not understood; it is written as for tcpdump: tcp port 443 and host 10.0.0.4':
    'het capturefilter wordt niet begrepen; het wordt geschreven als voor tcpdump: tcp port 443 and host 10.0.0.4',
  '{what} ({program} says: {said})': '{what} ({program} zegt: {said})',
  'more flows were open at once than are kept between two files of packets (200 000): those that continued are shown in two parts':
    'er stonden meer flows tegelijk open dan tussen twee pakketbestanden bewaard worden (200 000): wat doorging wordt in twee delen getoond',
  'the certificate cannot be read: it must be PEM (-----BEGIN CERTIFICATE-----)':
    'het certificaat kan niet gelezen worden: het moet PEM zijn (-----BEGIN CERTIFICATE-----)',
  'the key does not belong to the certificate, or is no PEM key without a passphrase':
    'de sleutel hoort niet bij het certificaat, of is geen PEM-sleutel zonder wachtwoord',
  '{file}: grew after it was imported: packets that came later are not in the dataset':
    '{file}: groeide nadat het geïmporteerd was: pakketten die later kwamen zitten niet in de dataset',
  '{sender}: {why}; all {n} whole packets before that are kept':
    '{sender}: {why}; alle {n} hele pakketten ervoor zijn bewaard',
  '{sender}: {why}; no packet came from it': '{sender}: {why}; er kwam geen pakket van',
  'the connection was lost': 'de verbinding ging verloren',
  '{peer}: refused, as its first line is not the token': '{peer}: geweigerd, want de eerste regel is niet het token',
  '{peer}: refused, as it said no token within {n} s': '{peer}: geweigerd, want het gaf binnen {n} s geen token',
  '{peer}: refused, as {n} senders are connected already': '{peer}: geweigerd, want er zijn al {n} zenders verbonden',
  '{peer}: refused, as it is in none of the networks that senders may come from':
    '{peer}: geweigerd, want het komt uit geen van de netwerken waaruit zenders mogen komen',
  'ended, as nothing came for {n} s': 'beëindigd, want er kwam {n} s lang niets',
  'Capscope was ended while it captured: packets up to then are in the dataset; start the capture again to continue':
    'Capscope werd beëindigd terwijl het vastlegde: pakketten tot dan zitten in de dataset; start het vastleggen opnieuw om door te gaan',
  'capturing needs dumpcap (package wireshark-common, on macOS the Wireshark app) or tcpdump, and neither is here or may be run by this user':
    'vastleggen heeft dumpcap nodig (pakket wireshark-common, op macOS de Wireshark-app) of tcpdump, en geen van beide is hier of mag door deze gebruiker uitgevoerd worden',
  'imported {file}': 'geïmporteerd: {file}',
  'imported {file} and {n} more': 'geïmporteerd: {file} en nog {n}',
  'not signed in to Azure: {reason}': 'niet aangemeld bij Azure: {reason}',
  'sign in first': 'meld je eerst aan',
  "the application's secret is not right: copy the secret's value, not its ID ({code})":
    'het geheim van de applicatie klopt niet: kopieer de waarde van het geheim, niet zijn ID ({code})',
  'there is no application of this client ID in this tenant: check both ({code})':
    'er is geen applicatie met deze client-ID in deze tenant: controleer beide ({code})',
  'the sign-in service does not know this tenant, or cannot be reached: check the directory ID or domain, the cloud, and that this machine is online':
    'de aanmelddienst kent deze tenant niet, of is niet bereikbaar: controleer directory-ID of domein, de cloud, en of deze machine online is',
  'the sign-in has ended: sign in again': 'de aanmelding is afgelopen: meld je opnieuw aan',
  'the code was not typed in time: start the sign-in again':
    'de code is niet op tijd getypt: begin opnieuw met aanmelden',
  'nobody is signed in to Azure on this machine: run "az login" first, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or sign in with a code':
    'niemand is op deze machine aangemeld bij Azure: voer eerst "az login" uit, of zet AZURE_TENANT_ID, AZURE_CLIENT_ID en AZURE_CLIENT_SECRET, of meld je aan met een code',
  '{url}: the signed-in user may not read this storage: the role "Storage Blob Data Reader" on the account or container is needed (being its owner is not enough); a new role counts after some minutes':
    '{url}: wie is aangemeld mag deze opslag niet lezen: de rol "Storage Blob Data Reader" op het account of de container is nodig (eigenaar zijn is niet genoeg); een nieuwe rol telt na enkele minuten',
  '{what}: the signed-in user may not {doing} ({code}): the role "Network Contributor", or one with Microsoft.Network/networkWatchers/packetCaptures/*, is needed; ask whoever owns the subscription':
    '{what}: wie is aangemeld mag dit niet: {doing} ({code}); de rol "Network Contributor" is nodig, of een met Microsoft.Network/networkWatchers/packetCaptures/*; vraag het de eigenaar van het abonnement',
  'there is no such capture session: it may have been deleted':
    'deze capture-sessie bestaat niet: misschien is ze verwijderd',
  'its time limit was reached': 'de tijd was om',
  'it was stopped': 'ze werd gestopt',
  'its byte limit was reached': 'ze had zoveel bytes als was toegestaan',
  'The session runs; its capture is imported when it has ended':
    'De sessie loopt; haar capture wordt geïmporteerd als ze is beëindigd',
  'The session has ended; its capture is fetched when Azure has put it into storage':
    'De sessie is beëindigd; haar capture wordt opgehaald zodra Azure hem in de opslag heeft gezet',
  'the virtual machine lacks the extension AzureNetworkWatcherExtension: install it (portal: Extensions), then try again':
    'de virtuele machine mist de extensie AzureNetworkWatcherExtension: installeer die (portal: Extensions) en probeer opnieuw',
  '{file} was imported': '{file} is geïmporteerd',
  '{file} and {n} more were imported': '{file} en nog {n} zijn geïmporteerd',
  'there is no capture in it that could be read again': 'er is geen capture in die opnieuw gelezen kan worden',
  '{path}: is no longer there as it was imported: the captures cannot be read again':
    '{path}: staat er niet meer zoals het werd geïmporteerd: de captures kunnen niet opnieuw worden gelezen',
  'a tag needs a name': 'een label heeft een naam nodig',
  'a tag has no comma: commas stand between tags': "een label bevat geen komma: komma's staan tussen labels",
  '{what} has control characters': '{what} bevat stuurtekens',
  '{what} is longer than {most} characters': '{what} is langer dan {most} tekens',
  '{what} is a number of degrees from {low} to {high}, such as {example}':
    '{what} is een aantal graden van {low} tot {high}, zoals {example}',
  'a tag': 'een label',
  'the note': 'de notitie',
  'the name': 'de naam',
  'the latitude': 'de breedtegraad',
  'the longitude': 'de lengtegraad',
  'this version reads the dataset as it is': 'deze versie leest de dataset zoals hij is',
  'none of its captures is where it was': 'geen van de captures staat nog waar die stond',
  '{name}: it is not where it was, and was left out': '{name}: staat niet meer waar die stond, en is weggelaten',
};

/** Dutch of the field table: ends, time, volumes, TCP, tunnels, quality, flow logs, and what users add. */
import type { Catalogue } from '../catalogue.ts';

export const fieldsNetwork: Catalogue = {
  End: 'Einde',
  'network operator of the initiator, by its AS; of your own networks their name':
    'netwerkoperator van de initiator, naar zijn AS; bij uw eigen netwerken hun naam',
  'network operator of the responder, by its AS; of your own networks their name':
    'netwerkoperator van wie antwoordt, naar zijn AS; bij uw eigen netwerken hun naam',
  'Own network': 'Eigen netwerk',
  'your own network of either end, as the dataset settings name it':
    'uw eigen netwerk van een van de uiteinden, zoals de instellingen van de dataset het noemen',
  'Source own network': 'Eigen netwerk van de bron',
  'your own network that the initiator lies in: the innermost block of the dataset settings':
    'uw eigen netwerk waarin de initiator ligt: het binnenste blok uit de instellingen van de dataset',
  'Destination own network': 'Eigen netwerk van de bestemming',
  'your own network that the responder lies in: the innermost block of the dataset settings':
    'uw eigen netwerk waarin wie antwoordt ligt: het binnenste blok uit de instellingen van de dataset',
  'time of the first packet, by the clock of the capture': 'tijd van het eerste pakket, volgens de klok van de capture',
  'time of the last packet': 'tijd van het laatste pakket',
  'from the first to the last packet, in seconds': 'van het eerste tot het laatste pakket, in seconden',
  'Hour of day': 'Uur van de dag',
  'hour of the first packet in UTC, 0 to 23': 'uur van het eerste pakket in UTC, 0 tot 23',
  Weekday: 'Weekdag',
  'day of the week of the first packet in UTC: mon, tue, wed, thu, fri, sat, sun':
    'dag van de week van het eerste pakket in UTC: mon, tue, wed, thu, fri, sat, sun',
  Day: 'Dag',
  'date of the first packet in UTC, for example 2024-10-21':
    'datum van het eerste pakket in UTC, bijvoorbeeld 2024-10-21',
  'address of either end': 'adres van een van de uiteinden',
  Ends: 'Uiteinden',
  'address of the initiator: sender of the first SYN, else of the first packet':
    'adres van de initiator: afzender van de eerste SYN, anders van het eerste pakket',
  'address of the responder': 'adres van wie antwoordt',
  Network: 'Netwerk',
  'network of either end: /24 of an IPv4 address, /64 of an IPv6 address':
    'netwerk van een van de uiteinden: /24 van een IPv4-adres, /64 van een IPv6-adres',
  'Source network': 'Bronnetwerk',
  'network of the initiator: /24 of IPv4, /64 of IPv6': 'netwerk van de initiator: /24 bij IPv4, /64 bij IPv6',
  'Destination network': 'Bestemmingsnetwerk',
  'network of the responder: /24 of IPv4, /64 of IPv6': 'netwerk van wie antwoordt: /24 bij IPv4, /64 bij IPv6',
  'port of either end': 'poort van een van de uiteinden',
  'Source port': 'Bronpoort',
  'port of the initiator': 'poort van de initiator',
  'Destination port': 'Bestemmingspoort',
  'port of the responder': 'poort van wie antwoordt',
  'name of either end, from DNS answers seen in the capture':
    'naam van een van de uiteinden, uit DNS-antwoorden die in de capture gezien zijn',
  'Source name': 'Bronnaam',
  'name of the initiator, from DNS answers seen in the capture':
    'naam van de initiator, uit DNS-antwoorden die in de capture gezien zijn',
  'Destination name': 'Bestemmingsnaam',
  'name of the responder, from DNS answers seen in the capture':
    'naam van wie antwoordt, uit DNS-antwoorden die in de capture gezien zijn',
  'country of either end; private, multicast and unknown addresses are named as such':
    'land van een van de uiteinden; privé-, multicast- en onbekende adressen worden zo genoemd',
  'Source country': 'Bronland',
  'country of the initiator (ISO 3166-1 alpha-2)': 'land van de initiator (ISO 3166-1 alpha-2)',
  'Destination country': 'Bestemmingsland',
  'country of the responder (ISO 3166-1 alpha-2)': 'land van wie antwoordt (ISO 3166-1 alpha-2)',
  'autonomous system of either end': 'autonoom systeem van een van de uiteinden',
  'Source AS': 'Bron-AS',
  'autonomous system of the initiator': 'autonoom systeem van de initiator',
  'Destination AS': 'Bestemmings-AS',
  'autonomous system of the responder': 'autonoom systeem van wie antwoordt',
  'network operator of either end': 'netwerkoperator van een van de uiteinden',
  'Source operator': 'Bronoperator',
  'Destination operator': 'Bestemmingsoperator',
  'hardware address of either end': 'hardwareadres van een van de uiteinden',
  'Source MAC': 'Bron-MAC',
  'hardware address in the first packet of the initiator': 'hardwareadres in het eerste pakket van de initiator',
  'Destination MAC': 'Bestemmings-MAC',
  'hardware address the initiator sent to': 'hardwareadres waarnaar de initiator verzond',
  Vendor: 'Fabrikant',
  'maker of the network interface of either end': 'fabrikant van de netwerkinterface van een van de uiteinden',
  'Source vendor': 'Bronfabrikant',
  'maker of the network interface by its MAC, IEEE registries':
    'fabrikant van de netwerkinterface naar haar MAC, registers van de IEEE',
  'Destination vendor': 'Bestemmingsfabrikant',
  'IP protocol by its IANA keyword; for non-IP frames the EtherType by name':
    'IP-protocol met zijn IANA-woord; voor frames zonder IP de EtherType bij naam',
  Protocol: 'Protocol',
  '4, 6, or 0 for frames without IP': '4, 6, of 0 voor frames zonder IP',
  'application protocol, proved by inspection or guessed by port (see app.by)':
    'applicatieprotocol, bewezen door inspectie of geraden op poort (zie app.by)',
  'Told by': 'Bekend door',
  'inspected: proved from the bytes · port: a guess · none': 'inspected: bewezen uit de bytes · port: geraden · none',
  Evidence: 'Bewijs',
  'what identified the application, in plain words': 'waaraan de applicatie herkend is, in gewone woorden',
  Service: 'Dienst',
  'named service behind the application, by the name the client asked for, else by what is spoken, else by the network of the destination (see service.by)':
    'benoemde dienst achter de applicatie, naar de naam waar de client om vroeg, anders naar wat er gesproken wordt, anders naar het netwerk van de bestemming (zie service.by)',
  'Service told by': 'Dienst bekend door',
  'host: the name asked for · certificate · application: nobody else speaks it · name: the name DNS gave for the address · address: a network of its own · operator: the AS it runs in':
    'host: de gevraagde naam · certificate · application: niemand anders spreekt het · name: de naam die DNS voor het adres gaf · address: een eigen netwerk · operator: het AS waarin hij draait',
  Domain: 'Domein',
  'registrable domain of the host, by the Public Suffix List: example.co.uk of www.example.co.uk':
    'registreerbaar domein van de host, naar de Public Suffix List: example.co.uk van www.example.co.uk',
  Category: 'Categorie',
  'what the service, else the application is for': 'waar de dienst, anders de applicatie, voor dient',
  Host: 'Host',
  'name the client asked for: TLS SNI, HTTP Host or DNS question':
    'naam waar de client om vroeg: TLS-SNI, HTTP-Host of DNS-vraag',
  'headers from the link up, for example eth:vlan:ipv4:tcp': 'headers vanaf de link, bijvoorbeeld eth:vlan:ipv4:tcp',
  VLAN: 'VLAN',
  'outermost 802.1Q VLAN identifier': 'buitenste 802.1Q-VLAN-nummer',
  'frame bytes on the wire, both directions': 'framebytes op de lijn, beide richtingen',
  'frame bytes on the wire sent by src': 'framebytes op de lijn, verzonden door src',
  'frame bytes on the wire sent by dst': 'framebytes op de lijn, verzonden door dst',
  'Packets sent': 'Pakketten verzonden',
  'packets sent by src': 'pakketten verzonden door src',
  'Packets received': 'Pakketten ontvangen',
  'packets sent by dst': 'pakketten verzonden door dst',
  'Packet size': 'Pakketgrootte',
  'mean frame bytes of the packets of a flow': 'gemiddelde framebytes van de pakketten van een flow',
  'bytes above the transport header, retransmissions not counted':
    'bytes boven de transportheader, hertransmissies niet meegeteld',
  'Payload sent': 'Payload verzonden',
  'bytes above the transport header sent by src, retransmissions not counted':
    'bytes boven de transportheader verzonden door src, hertransmissies niet meegeteld',
  'Payload received': 'Payload ontvangen',
  'bytes above the transport header sent by dst, retransmissions not counted':
    'bytes boven de transportheader verzonden door dst, hertransmissies niet meegeteld',
  Truncated: 'Afgekapt',
  'at least one packet was cut by the snap length of the capture, or by what mirrored it':
    'minstens één pakket is afgekapt door de snaplengte van de capture, of door wat het spiegelde',
  'TCP state': 'TCP-toestand',
  "how the connection went, in Zeek's conn_state words": 'hoe de verbinding verliep, in de conn_state-woorden van Zeek',
  TCP: 'TCP',
  'TCP history': 'TCP-verloop',
  "what happened, in the letters of Zeek's history: capitals of src, small ones of dst; S SYN, H SYN-ACK, A ACK, D data, F FIN, R RST, T sent again, W zero window, G gap, ^ turned round":
    'wat er gebeurde, in de letters van Zeeks history: hoofdletters van src, kleine van dst; S SYN, H SYN-ACK, A ACK, D data, F FIN, R RST, T opnieuw verzonden, W zero window, G gat, ^ omgekeerd',
  'One-sided': 'Eenzijdig',
  "only one end's packets were captured, though they acknowledge the other end's: another path back, or a mirror of one direction":
    'er zijn alleen pakketten van één kant, hoewel ze die van de andere bevestigen: een andere terugweg, of een mirror van één richting',
  'TCP flags': 'TCP-vlaggen',
  'flags seen, src/dst, as letters SFRPAUEC': 'geziene vlaggen, src/dst, als letters SFRPAUEC',
  'Handshake RTT': 'RTT van de handshake',
  'from SYN to the ACK that ends the handshake, in milliseconds':
    'van SYN tot de ACK die de handshake afsluit, in milliseconden',
  'SYN RTT of src': 'SYN-RTT van src',
  'from the SYN of src until dst answered it, in milliseconds':
    'van de SYN van src tot dst antwoordde, in milliseconden',
  'SYN RTT of dst': 'SYN-RTT van dst',
  'from the SYN of dst until src answered it, in milliseconds':
    'van de SYN van dst tot src antwoordde, in milliseconden',
  RTT: 'RTT',
  'round trip of the data of either end, smoothed, in milliseconds':
    'rondreistijd van de data van een van de uiteinden, afgevlakt, in milliseconden',
  'RTT of src': 'RTT van src',
  'from data of src until dst acknowledged them, smoothed (RFC 6298), in milliseconds; data sent again are not timed':
    'van data van src tot dst ze bevestigde, afgevlakt (RFC 6298), in milliseconden; opnieuw verzonden data tellen niet mee',
  'RTT of dst': 'RTT van dst',
  'from data of dst until src acknowledged them, smoothed (RFC 6298), in milliseconds; data sent again are not timed':
    'van data van dst tot src ze bevestigde, afgevlakt (RFC 6298), in milliseconden; opnieuw verzonden data tellen niet mee',
  'Least RTT of src': 'Kleinste RTT van src',
  'the shortest time from data of src until dst acknowledged them':
    'de kortste tijd van data van src tot dst ze bevestigde',
  'Least RTT of dst': 'Kleinste RTT van dst',
  'the shortest time from data of dst until src acknowledged them':
    'de kortste tijd van data van dst tot src ze bevestigde',
  'payload bytes either end sent again': 'payloadbytes die een van de uiteinden opnieuw verzond',
  'Retransmitted by src': 'Opnieuw verzonden door src',
  'payload bytes of src that were captured again': 'payloadbytes van src die opnieuw vastgelegd zijn',
  'Retransmitted by dst': 'Opnieuw verzonden door dst',
  'payload bytes of dst that were captured again': 'payloadbytes van dst die opnieuw vastgelegd zijn',
  Retransmissions: 'Hertransmissies',
  'segments either end sent again': 'segmenten die een van de uiteinden opnieuw verzond',
  'Retransmissions by src': 'Hertransmissies van src',
  "segments src sent again, as Wireshark's tcp.analysis tells them: SYN and FIN too, and those that came late into a gap; not keep-alives":
    'segmenten die src opnieuw verzond, zoals Wiresharks tcp.analysis ze telt: ook SYN en FIN, en die te laat in een gat kwamen; geen keep-alives',
  'Retransmissions by dst': 'Hertransmissies van dst',
  "segments dst sent again, as Wireshark's tcp.analysis tells them: SYN and FIN too, and those that came late into a gap; not keep-alives":
    'segmenten die dst opnieuw verzond, zoals Wiresharks tcp.analysis ze telt: ook SYN en FIN, en die te laat in een gat kwamen; geen keep-alives',
  'Fast retransmissions': 'Snelle hertransmissies',
  'segments sent again after duplicate ACKs': "segmenten opnieuw verzonden na dubbele ACK's",
  'Fast retransmissions by src': 'Snelle hertransmissies van src',
  'segments src sent again within 20 ms of at least two duplicate ACKs; among its retransmissions':
    "segmenten die src binnen 20 ms na minstens twee dubbele ACK's opnieuw verzond; onderdeel van zijn hertransmissies",
  'Fast retransmissions by dst': 'Snelle hertransmissies van dst',
  'segments dst sent again within 20 ms of at least two duplicate ACKs; among its retransmissions':
    "segmenten die dst binnen 20 ms na minstens twee dubbele ACK's opnieuw verzond; onderdeel van zijn hertransmissies",
  'Spurious retransmissions': 'Onnodige hertransmissies',
  'segments sent again though acknowledged': 'segmenten opnieuw verzonden hoewel ze bevestigd waren',
  'Spurious retransmissions by src': 'Onnodige hertransmissies van src',
  'segments src sent again though dst had acknowledged them; among its retransmissions':
    'segmenten die src opnieuw verzond hoewel dst ze bevestigd had; onderdeel van zijn hertransmissies',
  'Spurious retransmissions by dst': 'Onnodige hertransmissies van dst',
  'segments dst sent again though src had acknowledged them; among its retransmissions':
    'segmenten die dst opnieuw verzond hoewel src ze bevestigd had; onderdeel van zijn hertransmissies',
  'Out of order': 'Buiten volgorde',
  'segments of either end captured after later ones': 'segmenten van een van de uiteinden, vastgelegd na latere',
  'Out of order from src': 'Buiten volgorde van src',
  'segments of src captured after later ones, too soon to have been sent again':
    'segmenten van src, vastgelegd na latere, te vroeg om opnieuw verzonden te zijn',
  'Out of order from dst': 'Buiten volgorde van dst',
  'segments of dst captured after later ones, too soon to have been sent again':
    'segmenten van dst, vastgelegd na latere, te vroeg om opnieuw verzonden te zijn',
  'Duplicate ACKs': "Dubbele ACK's",
  'ACKs of either end that repeat the one before': "ACK's van een van de uiteinden die de vorige herhalen",
  'Duplicate ACKs of src': "Dubbele ACK's van src",
  'ACKs of src that repeat the one before': "ACK's van src die de vorige herhalen",
  'Duplicate ACKs of dst': "Dubbele ACK's van dst",
  'ACKs of dst that repeat the one before': "ACK's van dst die de vorige herhalen",
  Missing: 'Ontbrekend',
  'payload bytes of either end that are not in the capture':
    'payloadbytes van een van de uiteinden die niet in de capture zitten',
  'Missing from src': 'Ontbrekend van src',
  'payload bytes of src that are not in the capture though later ones are, or though dst acknowledged them':
    'payloadbytes van src die niet in de capture zitten hoewel latere er zijn, of hoewel dst ze bevestigde',
  'Missing from dst': 'Ontbrekend van dst',
  'payload bytes of dst that are not in the capture though later ones are, or though src acknowledged them':
    'payloadbytes van dst die niet in de capture zitten hoewel latere er zijn, of hoewel src ze bevestigde',
  Gaps: 'Gaten',
  'times that segments of either end were missing': 'keren dat segmenten van een van de uiteinden ontbraken',
  'Gaps of src': 'Gaten van src',
  'times that segments of src before one captured were missing, at least for a while':
    'keren dat segmenten van src voor een vastgelegd segment ontbraken, althans een tijd',
  'Gaps of dst': 'Gaten van dst',
  'times that segments of dst before one captured were missing, at least for a while':
    'keren dat segmenten van dst voor een vastgelegd segment ontbraken, althans een tijd',
  'Zero windows': 'Zero windows',
  'segments that say that an end can receive nothing': 'segmenten die zeggen dat een uiteinde niets kan ontvangen',
  'Zero windows of src': 'Zero windows van src',
  'segments of src that say it can receive nothing': 'segmenten van src die zeggen dat hij niets kan ontvangen',
  'Zero windows of dst': 'Zero windows van dst',
  'segments of dst that say it can receive nothing': 'segmenten van dst die zeggen dat hij niets kan ontvangen',
  'Window full': 'Venster vol',
  "segments that fill the receiver's window": 'segmenten die het venster van de ontvanger vullen',
  'Window filled by src': 'Venster gevuld door src',
  'segments of src that fill the window dst offered': 'segmenten van src die het venster vullen dat dst aanbood',
  'Window filled by dst': 'Venster gevuld door dst',
  'segments of dst that fill the window src offered': 'segmenten van dst die het venster vullen dat src aanbood',
  'Keep-alives': 'Keep-alives',
  'keep-alive probes': 'keep-alive-peilingen',
  'Keep-alives of src': 'Keep-alives van src',
  'keep-alive probes src sent': 'keep-alive-peilingen die src verzond',
  'Keep-alives of dst': 'Keep-alives van dst',
  'keep-alive probes dst sent': 'keep-alive-peilingen die dst verzond',
  'MSS of src': 'MSS van src',
  'largest segment that src offers to receive, from its SYN': 'grootste segment dat src wil ontvangen, uit zijn SYN',
  'MSS of dst': 'MSS van dst',
  'largest segment that dst offers to receive, from its SYN': 'grootste segment dat dst wil ontvangen, uit zijn SYN',
  Tunnel: 'Tunnel',
  'tunnels around the flow, the outermost first: kind and outer addresses, for example vxlan 10.0.0.1>10.0.0.2':
    'tunnels om de flow, de buitenste eerst: soort en buitenste adressen, bijvoorbeeld vxlan 10.0.0.1>10.0.0.2',
  Tunnels: 'Tunnels',
  VNI: 'VNI',
  'network identifier of VXLAN, GENEVE, NVGRE or LISP; of the innermost':
    'netwerknummer van VXLAN, GENEVE, NVGRE of LISP; van de binnenste',
  'Tunnel number': 'Tunnelnummer',
  'number in the innermost tunnel header that is no VNI: GTP TEID, GRE key, L2TP or ERSPAN session; of the first packet':
    'nummer in de binnenste tunnelheader dat geen VNI is: GTP-TEID, GRE-sleutel, L2TP- of ERSPAN-sessie; van het eerste pakket',
  'Inner VLAN': 'Binnenste VLAN',
  'second 802.1Q VLAN identifier, inside the outermost': 'tweede 802.1Q-VLAN-nummer, binnen het buitenste',
  'IKE version': 'IKE-versie',
  '1.0 or 2.0': '1.0 of 2.0',
  'IKE exchanges': 'IKE-uitwisselingen',
  'kinds of exchanges seen: IKE_SA_INIT IKE_AUTH …': 'soorten geziene uitwisselingen: IKE_SA_INIT IKE_AUTH …',
  'IKE offers': 'IKE-aanbod',
  'ciphers, hashes and groups the initiator offered, the first few':
    'ciphers, hashes en groepen die de initiator aanbood, de eerste paar',
  'IKE proposal': 'IKE-voorstel',
  'ciphers, hashes and group the responder chose': 'ciphers, hashes en groep die de beantwoorder koos',
  'IKE errors': 'IKE-fouten',
  'errors told in clear, such as NO_PROPOSAL_CHOSEN': 'fouten die leesbaar verteld werden, zoals NO_PROPOSAL_CHOSEN',
  Duplicates: 'Duplicaten',
  'packets seen before within 50 ms: the same IP packet except for hop limit, header checksum and link header':
    'pakketten die binnen 50 ms al gezien zijn: hetzelfde IP-pakket op hop limit, headerchecksum en linkheader na',
  Quality: 'Kwaliteit',
  Malformed: 'Misvormd',
  'packets that break the specification of a layer': 'pakketten die de specificatie van een laag schenden',
  'Wrong checksums': 'Foute checksums',
  'packets whose IP, TCP, UDP or ICMP checksum is wrong, of those that were verified; offloaded ones are not wrong':
    'pakketten waarvan de IP-, TCP-, UDP- of ICMP-checksum fout is, van wat gecontroleerd is; wat de netwerkkaart invult is niet fout',
  'the log that the flow comes from; absent for flows from packets':
    'het log dat de flow vertelde; ontbreekt bij flows uit pakketten',
  'Flow log': 'Flowlog',
  Decision: 'Beslissing',
  'allowed or denied, by the rules of the network': 'toegelaten of geweigerd, door de regels van het netwerk',
  Direction: 'Richting',
  'inbound or outbound, as the network interface sees it': 'inkomend of uitgaand, zoals de netwerkinterface het ziet',
  Rule: 'Regel',
  'security rule that decided; for AWS the reason of a rejection':
    'beveiligingsregel die besliste; bij AWS de reden van een weigering',
  Encryption: 'Versleuteling',
  "the virtual network's own encryption": 'de versleuteling van het virtuele netwerk zelf',
  Interface: 'Interface',
  'network interface that was logged: its MAC or its identifier':
    'netwerkinterface die gelogd werd: haar MAC of haar identificatie',
  'Logged for': 'Gelogd voor',
  'security group, virtual network or VPC of the log': 'security group, virtueel netwerk of VPC van het log',
  'Logged service': 'Gelogde dienst',
  'application protocol as the log names it (Zeek: service)':
    'applicatieprotocol zoals het log het noemt (Zeek: service)',
  'Logged state': 'Gelogde toestand',
  "connection state as the log says it (Zeek's conn_state)":
    'verbindingstoestand zoals het log die noemt (Zeeks conn_state)',
  'Logged identifier': 'Gelogde identificatie',
  "the log's own identifier of the flow (Zeek: uid)": 'identificatie van de flow in het log zelf (Zeek: uid)',
  'Client software': 'Clientsoftware',
  'what the client says it is: SSH version, SIP agent, … ': 'wat de client zegt te zijn: SSH-versie, SIP-agent, …',
  'Server software': 'Serversoftware',
  'what the server says it is: SSH version, banner of mail, FTP, database, …':
    'wat de server zegt te zijn: SSH-versie, banner van mail, FTP, database, …',
  User: 'Gebruiker',
  'user name seen in clear; passwords are never kept':
    'onversleuteld geziene gebruikersnaam; wachtwoorden worden nooit bewaard',
  'Credentials in clear': 'Inloggegevens onversleuteld',
  'a password, or what stands for one, went over the network unencrypted: HTTP Basic, FTP, Telnet, POP3, IMAP, SMTP, LDAP, SNMP, …':
    'een wachtwoord, of wat ervoor doorgaat, ging onversleuteld over het netwerk: HTTP Basic, FTP, Telnet, POP3, IMAP, SMTP, LDAP, SNMP, …',
  System: 'Systeem',
  'operating system the client seems to run, by what it says of itself':
    'besturingssysteem dat de client lijkt te draaien, naar wat hij over zichzelf zegt',
  'ICMP type': 'ICMP-type',
  'type of the first ICMP message': 'type van het eerste ICMP-bericht',
  'ICMP code': 'ICMP-code',
  'code of the first ICMP message': 'code van het eerste ICMP-bericht',
  'Community ID v1 hash of the flow, to find it in Zeek, Suricata or Arkime':
    'Community ID v1-hash van de flow, om hem in Zeek, Suricata of Arkime terug te vinden',
  'number of the flow in its dataset': 'nummer van de flow in zijn dataset',
  File: 'Bestand',
  'capture file that the packets came from; with several, commas stand between them':
    "capturebestand waaruit de pakketten kwamen; bij meerdere staan er komma's tussen",
  'Tags and notes': 'Labels en notities',
  Tags: 'Labels',
  'tags that you put on the flow; with several, commas stand between them':
    "labels die u de flow gaf; bij meerdere staan er komma's tussen",
  Note: 'Notitie',
  'what you noted about the flow': 'wat u over de flow noteerde',
  'Host tags': 'Labels van host',
  'tags that you put on the host at either end': 'labels die u de host aan een van beide uiteinden gaf',
  'Source tags': 'Labels van bron',
  'tags that you put on the initiator': 'labels die u de initiator gaf',
  'Destination tags': 'Labels van bestemming',
  'tags that you put on the responder': 'labels die u de responder gaf',
  'Host note': 'Notitie over host',
  'what you noted about the host at either end': 'wat u over de host aan een van beide uiteinden noteerde',
  'Source note': 'Notitie over bron',
  'what you noted about the initiator': 'wat u over de initiator noteerde',
  'Destination note': 'Notitie over bestemming',
  'what you noted about the responder': 'wat u over de responder noteerde',
};

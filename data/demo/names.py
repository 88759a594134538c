"""Invented names: a family name and a given name are drawn independently of each other."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FAMILY = _words(
    """
    Abara Acosta Ahlström Akintola Alcázar Ambrose Arriaga Azikiwe Bakshi Banerji Barrientos
    Bautista Bellweather Benhaddou Bergqvist Bhandari Björnsen Boatwright Bondarenko Brännström
    Cabrera Calloway Castañeda Chanthavong Cheng Chukwu Coombes Crowfoot D'Angelo Dabrowska
    Delacroix Demir Desrosiers Dhaliwal Dossantos Dubois Eberhardt Ekwueme Eldridge Espinoza
    Fa'asavalu Fairweather Farahani Fernández Fitzwilliam Fonoti Fukuda Gallardo Garabedian
    Ghorbani Gill Grünwald Guerrero Gutiérrez Haddon Hakobyan Halvorsen Hashimoto Hawthorne Her
    Hernández Holloway Hossain Huynh Ibarra Ikeda Iskandar Ivanova Jamison Jaramillo Jayawardena
    Jónsdóttir Kaho'ohanohano Kalantari Karapetyan Kaur Keahey Khoury Kim Kobayashi Kowalczyk
    Kristiansen Lachance Lao Lefèvre Lindgren Locklear Lor Lujan Łuczak MacAllister Mahlangu
    Maldonado Marchetti Marroquín McElroy Mendoza Mkrtchyan Moua Muñoz Nakai Narayanan Navarro
    Ndiaye Nguyen Núñez O'Brien O'Dell Obi Ochoa Ohanian Olawale Ortega Oyelaran Pacheco Park
    Pendergast Petrosyan Phommachanh Poulsen Prakash Quintero Rahimi Ramsey Rangel Redhorse
    Renteria Rivera-Soto Rosenthal Ruiz Saetern Salazar Sandhu Santillan Sarkissian Schröder
    Sepúlveda Shah Sidhu Singh Sørensen Szymańska Tafoya Tanaka Tessema Thao Thibodeaux Tolentino
    Tran Tsosie Uchida Ueno Valdez-Ortiz Vang Vasquez Villaseñor Vo Wadsworth Warsame Whitehorse
    Winterbourne Xiong Yamashita Yang Yazzie Yeoh Zamora Zielińska Zúñiga
    """
)

WOMEN = _words(
    """
    Abigail Adaeze Adriana Aisha Alejandra Amara Anahit Anjali Araceli Astrid Beatriz Brigid
    Camila Carmen Celeste Chanmaly Chloé Constance Dalia Delphine Denise Dolores Eleni Elodie Esme
    Esperanza Farida Fatima Fiona Gloria Graciela Guadalupe Gurpreet Hanako Harriet Hasmik Ingrid
    Ionela Isabel Jasleen Jocelyn Josephine Kalia Keiko Latoya Leilani Linnea Lourdes Lucía Maeve
    Mai Manpreet Margit Marisol Mavis Mei Mireille Monique Nadia Nayeli Nhia Noor Odette Olena
    Pa Paloma Paz Philippa Rachel Rehana Renée Rocío Rosalind Roxana Ruth Sagal Saoirse Sefina
    Shirin Simone Siobhán Solveig Soraya Sunita Svetlana Tala Teresa Thuy Ursula Valentina Vera
    Wanda Wilhelmina Xóchitl Yolanda Yuki Zainab Zoë
    """
)

MEN = _words(
    """
    Abdirahman Alejandro Amir Anders André Aram Arturo Baltazar Benedict Bijan Caleb Casimir Chai
    Cornelius Cyrus Dante Dawit Desmond Diego Dmitri Eduardo Efraín Elias Emeka Emmanuel Esteban
    Ezra Faisal Felipe Fernando Ferris Gael Garrett Gilbert Gordon Gurdeep Hamza Harpreet Hector
    Hiroshi Hovsep Ignacio Ishaan Iván Jamal Jasper Javier Jerome Joaquín Jorge Kai Kanoa Kenji
    Kofi Kou Lamar Leif Lorenzo Luther Malik Marcel Mario Mateo Maxwell Minh Moses Nathaniel Neng
    Nikolai Noah Octavio Olumide Omar Oskar Pao Percival Quentin Rafael Raj Ramón Reza Roland
    Salvador Samir Saúl Sebastián Silas Siôn Tevita Thaddeus Tomás Tou Tyrone Vahan Viktor Walter
    Wendell Xavier Yosef Yusuf Zaid
    """
)

# Of a hundred people, about so many. The codes are BCP 47.
LANGUAGES = {"en": 74, "es": 16, "hmn": 3, "pa": 3, "hy": 1, "lo": 1, "ar": 1, "vi": 1}
AREA_CODES = ("559", "209", "661", "805")
